import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archived } from '../../test/provenance/archives.js';
import { sharedFolder } from '../../test/shared.js';
import { isDpi, readDpi } from './dpi.js';

const entry = (more: object) =>
  JSON.stringify({
    x: {
      'Unique Dataset Identifier': 'x',
      Collection: 'C',
      'Dataset Name': 'X',
      'Model Generated': [],
      ...more,
    },
  });

test('a generator makes synthetic, beside another source of texts mixed; nothing said is unknown', () => {
  const read = (more: object) => readDpi(entry(more), 'f').cards[0];
  assert.equal(read({}).origin, 'unknown');
  assert.equal(read({ 'Human Annotation': 'Yes' }).origin, 'unknown', 'labels are not texts');
  const synthetic = read({ 'Model Generated': ['GPT-4'], 'Human Annotation': 'No' });
  assert.equal(synthetic.origin, 'synthetic');
  assert.deepEqual(synthetic.humanFraction, [0, 0]);
  assert.deepEqual(synthetic.generator, { model: 'GPT-4' });
  for (const more of [
    { 'Text Sources': ['reddit'] },
    { 'Human Annotation': 'Yes' },
    { 'Derived from Datasets': ['Y'] },
  ]) {
    const mixed = read({ 'Model Generated': ['GPT-4'], ...more });
    assert.equal(mixed.origin, 'mixed');
    assert.deepEqual(mixed.humanFraction, [0, 1]);
    assert.ok(mixed.evidence.some(({ supports }) => supports === 'synthetic'));
  }
  const templates = read({ 'Model Generated': ['templates'] });
  assert.match(templates.digitalSourceType!, /\/algorithmicMedia$/);
  const dated = read({ 'Year Released': 2019 });
  assert.equal(dated.origin, 'unknown', 'a date is no proof');
  assert.deepEqual(dated.evidence[0].supports, 'human');
});

test('a bad entry is named, the others are read', () => {
  const text = JSON.stringify({
    good: { 'Unique Dataset Identifier': 'good' },
    bad: { 'Unique Dataset Identifier': 7 },
  });
  const { cards, errors } = readDpi(text, 'f.json');
  assert.deepEqual(
    cards.map(({ id }) => id),
    ['dpi/good'],
  );
  assert.deepEqual(errors, [{ where: 'f.json: bad', message: 'no Unique Dataset Identifier' }]);
});

test('every entry of the collection is read', async (t) => {
  const shared = sharedFolder(t);
  if (!shared) return;
  const files = await archived(`${shared}data/provenance/dpi_data_summaries.tgz`);
  assert.equal(files.size, 306);
  const counts: Record<string, number> = {};
  const origins: Record<string, number> = {};
  const skipped: string[] = [];
  let generators = 0;
  let parents = 0;
  for (const [path, bytes] of files) {
    const text = Buffer.from(bytes).toString();
    assert.ok(isDpi(JSON.parse(text)), path);
    const reading = readDpi(text, path);
    assert.deepEqual(reading.errors, []);
    const kind = path.split('__')[0];
    counts[kind] = (counts[kind] ?? 0) + reading.cards.length;
    skipped.push(...reading.skipped.map(({ where }) => where.split(':')[0]));
    for (const card of reading.cards) {
      origins[card.origin] = (origins[card.origin] ?? 0) + 1;
      if (card.generator) generators++;
      if (card.unmapped?.['Derived from Datasets']) parents++;
    }
  }
  assert.deepEqual(counts, {
    data_summaries: 2311,
    'data_summaries-video': 105,
    'data_summaries-speech': 92,
  });
  // The template of the collection has a 472nd "generator": the description of the field.
  assert.deepEqual(skipped, ['data_summaries___template.json']);
  assert.equal(generators, 471);
  assert.equal(parents, 529);
  assert.deepEqual(origins, { unknown: 2037, mixed: 439, synthetic: 32 });
});
