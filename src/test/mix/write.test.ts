/** What goes into a mixture, and how: filters, strata, formats, strategies, and what is refused. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { dryRun, keptStatements, usedUpTo, verifyMixture, writeMixture } from '../../mix/index.js';
import { signingKey } from '../../provenance/signing-key.js';
import { toParquet } from '../corpus/encode.js';
import { readAll } from '../corpus/read-all.js';
import { mixConfig, newWorkshop, randomRecords, type Workshop } from './workshop.js';

const HUMAN = { origin: 'human', evidence: [{ kind: 'document', statement: 'printed' }] };
const one = (source_name: string, more: object = {}) => ({ source_name, target_ratio: 1, ...more });
type Row = Record<string, unknown> & { id: string; text: string; origin: string; source: string };

/** All that there is of what is asked for, as records; checks the mixture too. */
async function written(
  workshop: Workshop,
  request: object,
  more: Partial<Parameters<typeof writeMixture>[1]> = {},
): Promise<Row[]> {
  const { output = join(workshop.folder, `out-${readdirSync(workshop.folder).length}`), ...settings } = more;
  const config = mixConfig({ requested_tokens: 1e9, on_shortage: 'shrink', ...request });
  const { mixture, plan } = await writeMixture(config, { ...workshop.settings(), ...settings, output });
  assert.ok(mixture, JSON.stringify(plan.faults));
  const publicKeys = [signingKey(workshop.store).publicKey];
  assert.deepEqual((await verifyMixture(output, { publicKeys, jobs: 0 })).faults, []);
  const rows: Row[] = [];
  for (const name of readdirSync(output).filter((each) => each.endsWith('.jsonl'))) {
    for (const line of readFileSync(join(output, name), 'utf8').trimEnd().split('\n'))
      rows.push(JSON.parse(line));
  }
  return rows;
}

test('copies, near-copies and loops are left out; of copies the human one stays', async (t) => {
  const workshop = newWorkshop(t);
  const words = (from: number, n: number) => Array.from({ length: n }, (_, i) => `w${from + i}`).join(' ');
  const stuck = 'over and over and over again it goes '.repeat(30);
  const plain = [0, 1000, 2000].map((from, i) => ({ id: `h${i}`, text: words(from, 120) }));
  workshop.source(
    'made',
    [
      { id: 'copy', text: plain[0].text },
      { id: 'near', text: `${words(1000, 60)} changed ${words(1061, 59)}` },
      { id: 'stuck', text: stuck },
      { id: 'own', text: words(9000, 120) },
    ],
    { origin: 'synthetic' },
  );
  workshop.source('books', plain, HUMAN);
  const sources = [
    { source_name: 'made', target_ratio: 0.25 },
    { source_name: 'books', target_ratio: 0.75 },
  ];
  const ids = async (filters: object) =>
    (await written(workshop, { filters, sources })).map(({ id }) => id).sort();
  assert.deepEqual(await ids({ exact: true, 'near-duplicates': 0.7, loops: true }), [
    'h0',
    'h1',
    'h2',
    'own',
  ]);
  const plan = await dryRun(
    mixConfig({ requested_tokens: 100, sources, filters: { 'near-duplicates': true, loops: true } }),
    workshop.settings(),
  );
  assert.deepEqual(plan.sources[0].leftOut, {
    attributes: 0,
    loops: 1,
    exact: 1,
    near: 1,
    blank: 0,
    used: 0,
  });
});

test('attribute files of Dolma bound what is taken; one that does not fit its documents is refused', async (t) => {
  const workshop = newWorkshop(t);
  const records = randomRecords('web', 40, 20, 1);
  workshop.source('web', records, HUMAN);
  mkdirSync(join(workshop.folder, 'quality'));
  const lines = records.map(({ id }, i) =>
    JSON.stringify({ id, attributes: i === 7 ? {} : { good: [[0, 10, i / 40]] } }),
  );
  const file = join(workshop.folder, 'quality', 'web.jsonl');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const sources = [one('web', { attributes: 'quality', keep: { attribute: 'good', min: 0.5 } })];
  const ids = (await written(workshop, { sources })).map(({ id }) => id);
  const expected = records.filter((_, i) => i >= 20 || i === 7).map(({ id }) => id);
  assert.deepEqual(ids.sort(), (expected as string[]).sort());
  writeFileSync(file, `${lines.slice(1).join('\n')}\n`);
  await assert.rejects(written(workshop, { sources }), /line 1: attributes of web-1, the document is web-0/);
  writeFileSync(file, `${lines.slice(0, -1).join('\n')}\n`);
  await assert.rejects(written(workshop, { sources }), /39 lines for the 40 records/);
});

test('boosting takes rare strata more often, never more than there is', async (t) => {
  const workshop = newWorkshop(t);
  const records = Array.from({ length: 1000 }, (_, i) => ({
    id: `d${i}`,
    lang: i % 100 === 0 ? 'rare' : i % 10 === 0 ? 'some' : 'most',
    text: `a b c d e f g h i ${i}`,
  }));
  workshop.source('web', records, HUMAN);
  const counts = async (boost?: object) => {
    const rows = await written(workshop, { requested_tokens: 2000, boost, sources: [one('web')] });
    const count = (lang: string) => rows.filter((row) => row.lang === lang).length;
    return [count('rare'), count('some'), count('most')];
  };
  const [rare, some, most] = await counts();
  assert.ok(rare < 8 && some > 8 && some < 32 && most > 160, `${rare} ${some} ${most}`);
  // Shares .01, .09 and .9; their roots .1, .3 and .949: 200 documents are 15 (of 10 that there are), 44 and 141.
  const boosted = await counts({ field: 'lang', power: 0.5 });
  assert.deepEqual([boosted[0], boosted[0] + boosted[1] + boosted[2]], [10, 200]);
  assert.ok(Math.abs(boosted[1] - 46) <= 2, `${boosted}`);
  const even = await counts({ field: 'lang', power: 0 });
  assert.ok(Math.abs(even[1] - 90) <= 1 && even[0] === 10, `${even}`);
});

test('any format goes in, records keep their fields, and own fields of our names are kept under another', async (t) => {
  const workshop = newWorkshop(t);
  const rows = [
    { id: '1', text: 'one two', lang: 'en' },
    { id: '2', text: 'three "four"\n', lang: 'de' },
  ];
  const put = (name: string, file: string, bytes: Uint8Array | string) => {
    writeFileSync(join(workshop.folder, file), bytes);
    workshop.source(name, [], HUMAN);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    workshop.cards.get(name)!.files = [{ path: file, sha256, bytes: bytes.length }];
  };
  put('gz', 'a.jsonl.gz', gzipSync(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`));
  put('csv', 'a.csv', 'id,lang,text\r\n1,en,one two\r\n2,de,"three ""four""\n"\r\n');
  put('parquet', 'a.parquet', toParquet(rows));
  put('array', 'a.json', JSON.stringify(rows));
  for (const name of ['gz', 'csv', 'parquet', 'array']) {
    const got = await written(workshop, { sources: [one(name)] });
    const back = got.map(({ origin, source, ...row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1));
    // The helper that writes Parquet has columns of its own.
    const expected = rows.map(({ lang, ...row }, i) =>
      name === 'parquet' ? { ...row, score: i / 2 } : { ...row, lang },
    );
    assert.deepEqual(back, expected, name);
  }
  put('strings', 'b.jsonl', '"alpha beta"\n\n"gamma"\n');
  const strings = await written(workshop, { sources: [one('strings')] });
  assert.deepEqual(strings.map(({ text }) => text).sort(), ['alpha beta', 'gamma']);
  put('prose', 'c.txt', 'First paragraph.\n\nSecond one.\n');
  const prose = await written(workshop, { sources: [one('prose')] });
  assert.deepEqual(prose.map(({ text }) => text).sort(), ['First paragraph.', 'Second one.']);

  const own = `\ufeff {"text":"x y","source":"crawl","n":12345678901234567890,"origin":"synthetic"} \r\n{"text":"z"}\n`;
  put('own', 'd.jsonl', own);
  const kept = await written(workshop, { sources: [one('own')], confidence: 0 });
  const [first] = kept.filter(({ text }) => text === 'x y');
  assert.deepEqual(
    [first.original_source, first.original_origin, first.source, first.origin],
    ['crawl', 'synthetic', 'own', 'human'],
  );
  const plan = await dryRun(
    mixConfig({ requested_tokens: 3, floor: { human: 0.5 }, sources: [one('own')] }),
    workshop.settings(),
  );
  assert.ok(!plan.possible, 'two of three tokens disown what the card says');
});

test('Parquet shards hold the same records, in typed columns', async (t) => {
  const workshop = newWorkshop(t);
  const records = randomRecords('web', 30, 20, 3).map(
    (record, i): Record<string, unknown> => ({
      ...record,
      source: 'crawl',
      score: i / 7,
      ok: i % 2 === 0,
      either: i % 2 === 0 ? i : 'text',
      ...(i % 3 === 0 && { rare: 'yes' }),
    }),
  );
  workshop.source('web', records, HUMAN);
  await written(
    workshop,
    { sources: [one('web')] },
    { format: 'parquet', output: join(workshop.folder, 'p') },
  );
  const path = join(workshop.folder, 'p', 'shard-00000.parquet');
  const labels = ['origin', 'source', 'original_source', 'n', 'score', 'ok', 'rare', 'either', 'nested'];
  const { documents } = await readAll(path, { labels });
  assert.equal(documents.length, 30);
  for (const { id, text, labels: got } of documents) {
    const record = records.find((each) => each.id === id)!;
    assert.equal(text, record.text);
    const { n, score, ok, rare, either } = record;
    assert.deepEqual(got, {
      origin: 'human',
      source: 'web',
      original_source: 'crawl',
      n: String(n),
      score: String(score),
      ok: String(ok),
      rare: rare ?? '(none)',
      either: String(either),
      nested: '(none)',
    });
  }
});

test('a mixture of human text alone takes no source that any standard calls synthetic', async (t) => {
  const workshop = newWorkshop(t);
  workshop.source('books', randomRecords('books', 20, 20, 1), HUMAN);
  workshop.source('found', randomRecords('found', 20, 20, 2), {
    origin: 'human',
    evidence: [
      { kind: 'declaration', statement: 'says its maker', supports: 'human' },
      { kind: 'iptc', statement: 'trainedAlgorithmicMedia', supports: 'synthetic' },
    ],
  });
  const request = {
    requested_tokens: 50,
    sources: [
      { source_name: 'books', target_ratio: 0.5 },
      { source_name: 'found', target_ratio: 0.5 },
    ],
  };
  const plan = await dryRun(mixConfig({ ...request, floor: { human: 1 } }), workshop.settings());
  assert.deepEqual(plan.faults, [
    {
      constraint: 'human-only',
      about: 'found',
      message: 'found: declared synthetic: trainedAlgorithmicMedia (iptc)',
    },
  ]);
  assert.deepEqual(plan.nearest, [{ target_ratio: { books: 1, found: 0 } }]);
  const mixed = await dryRun(mixConfig({ ...request, floor: { human: 0.5 } }), workshop.settings());
  assert.match(mixed.warnings.join(), /found: the card says human, but evidence says synthetic/);
});

test('unknown counts as synthetic, or is left out', async (t) => {
  const workshop = newWorkshop(t);
  workshop.source('books', randomRecords('books', 20, 20, 1), HUMAN);
  workshop.source('found', randomRecords('found', 20, 20, 2), { origin: 'unknown' });
  const request = (unknown: string) =>
    mixConfig({
      requested_tokens: 60,
      unknown,
      floor: { human: 0.6 },
      sources: [
        { source_name: 'books', target_ratio: 0.5 },
        { source_name: 'found', target_ratio: 0.5 },
      ],
    });
  assert.equal((await dryRun(request('synthetic'), workshop.settings())).faults[0].constraint, 'floor.human');
  const plan = await dryRun(request('exclude'), workshop.settings());
  assert.deepEqual([plan.possible, plan.excluded, plan.human.certain], [true, ['found'], 1]);
});

test('anchor replays the same human documents, fresh takes none twice, accumulate draws by the seed', async (t) => {
  const workshop = newWorkshop(t);
  workshop.source('books', randomRecords('books', 300, 20, 1), HUMAN);
  const take = async (strategy: string, seed: number): Promise<Set<string>> => {
    const used = usedUpTo(await keptStatements(workshop.store));
    const more = { usedUpTo: strategy === 'fresh' ? used : new Map() };
    const request = { requested_tokens: 400, strategy, seed, sources: [one('books')] };
    return new Set((await written(workshop, request, more)).map(({ id }) => id));
  };
  const shared = (a: Set<string>, b: Set<string>) => [...a].filter((id) => b.has(id)).length;
  const [a1, a2] = [await take('anchor', 1), await take('anchor', 2)];
  assert.equal(shared(a1, a2), a1.size);
  const [s1, s2] = [await take('accumulate', 1), await take('accumulate', 2)];
  assert.ok(shared(s1, s2) < s1.size);
  const rounds: Set<string>[] = [];
  for (let seed = 0; seed < 3; seed++) rounds.push(await take('fresh', seed));
  for (let i = 0; i < 3; i++) for (let j = 0; j < i; j++) assert.equal(shared(rounds[i], rounds[j]), 0);
});

test('files that the card is not about are refused, and so is a source without a card', async (t) => {
  const workshop = newWorkshop(t);
  workshop.source('books', randomRecords('books', 5, 20, 1), HUMAN);
  writeFileSync(join(workshop.folder, 'other.jsonl'), '{"text":"not in the card"}\n');
  const plan = (source: object) =>
    dryRun(mixConfig({ requested_tokens: 5, sources: [source] }), workshop.settings());
  await assert.rejects(
    plan(one('books', { paths: 'other.jsonl' })),
    /other\.jsonl: not among the files of the card books/,
  );
  await assert.rejects(plan(one('boks')), /boks: no such source\. Did you mean "books"\?/);
  writeFileSync(join(workshop.folder, 'books.jsonl'), '{"text":"another"}\n');
  await assert.rejects(plan(one('books')), /books\.jsonl: changed since its card was accepted/);
});

test('mistakes in a configuration are named with their line', () => {
  const fault = (data: object) => {
    try {
      mixConfig(data);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  const good = { requested_tokens: 5, sources: [one('a')] };
  assert.equal(fault(good), 'accepted');
  assert.match(fault({ ...good, flor: { human: 1 } }), /line 1: flor: unknown key\. Did you mean "floor"\?/);
  assert.match(fault({ sources: [one('a')] }), /requested_tokens: is missing/);
  assert.match(
    fault({ ...good, sources: [one('a', { target_ration: 1 })] }),
    /target_ration: unknown key.*target_ratio/,
  );
  assert.match(fault({ ...good, sources: [one('a'), one('b')] }), /all together are 2, not 1/);
  assert.match(
    fault({
      ...good,
      sources: [
        { ...one('a'), target_ratio: 0.5 },
        { ...one('a'), target_ratio: 0.5 },
      ],
    }),
    /a is there twice/,
  );
  assert.match(fault({ ...good, floor: { human: 30 } }), /floor\.human: /);
  assert.match(
    fault(JSON.parse('{"requested_tokens": 5, "__proto__": {"x": 1}, "sources": []}')),
    /unknown key|sources/,
  );
  assert.equal(({} as { x?: number }).x, undefined);
});
