/** The manuals name everything that is there, and their links lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { COMMON, type Command } from '../cli/command.js';
import { METRICS } from '../metrics/index.js';
import { sourceFiles } from './imports.js';
import { jsonSchemas } from './json-schemas.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const schema = (name: string) => JSON.parse(jsonSchemas()[name]);

async function commands(): Promise<Command[]> {
  const paths = sourceFiles()
    .map(({ path }) => path)
    .filter((path) => path.startsWith('cli/commands/'));
  const modules = await Promise.all(
    paths.map((path) => import(pathToFileURL(join(root, 'dist', path.replace(/\.ts$/, '.js'))).href)),
  );
  return modules.flatMap((module) => Object.values(module)).filter(isCommand);
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'run' in value && 'options' in value;
}

test('docs/cli.md names every verb and every flag', async () => {
  const text = read('docs/cli.md');
  const all = await commands();
  assert.ok(all.length >= 8, `${all.length} commands were found`);
  for (const { name, options } of [...all, { name: 'every verb', options: COMMON }]) {
    if (name !== 'every verb') assert.ok(text.includes(`\n## ${name}\n`), `no section on ${name}`);
    for (const [flag, { short }] of Object.entries(options)) {
      const spelled = short === undefined ? `\`--${flag}` : `\`-${short}\`, \`--${flag}`;
      assert.ok(text.includes(spelled), `${name}: ${spelled} is not in docs/cli.md`);
    }
  }
});

test('README.md names every metric', () => {
  const text = read('README.md');
  for (const { id } of METRICS) {
    const named = text.includes(`\`${id}\``) || /^diversity\/distinct-[1-4]$/.test(id);
    assert.ok(named, `${id} is not in README.md`);
  }
  assert.ok(text.includes('`diversity/distinct-1` to `-4`'));
});

test('docs/config.md names every key of the configuration', () => {
  const text = read('docs/config.md');
  const keys = Object.keys(schema('config.schema.json').properties);
  assert.ok(keys.length > 5);
  for (const key of keys) assert.ok(text.includes(`| \`${key}\` |`), `${key} is not in docs/config.md`);
});

test('docs/result.md names every field of the result, its corpora, metrics and lost n-grams', () => {
  const text = read('docs/result.md');
  const { properties } = schema('audit-result.schema.json');
  const inner = [properties.corpus, properties.metrics.additionalProperties, properties.lost.items];
  const fields = [properties, ...inner.map((each) => each.properties)].flatMap(Object.keys);
  assert.ok(fields.length > 40, `${fields.length} fields`);
  for (const field of fields) assert.ok(text.includes(`\`${field}\``), `${field} is not in docs/result.md`);
});

test('links between the manuals lead to files', () => {
  const manuals = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ].filter((name) => name.endsWith('.md'));
  let links = 0;
  for (const manual of manuals) {
    for (const [, target] of read(manual).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      links++;
      assert.ok(existsSync(join(root, dirname(manual), target)), `${manual}: no file ${target}`);
    }
  }
  assert.ok(links > 10, `${links} links`);
});
