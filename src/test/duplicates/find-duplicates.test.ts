import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findDuplicates } from '../../duplicates/index.js';
import { nearCopy, wordsOf } from '../../duplicates/plant.js';
import { permutation, rng } from '../../stats/rng.js';
import { DataError } from '../../util/errors.js';
import { sharedFolder } from '../shared.js';
import { zipfDocuments } from '../zipf-text.js';

const folder = mkdtempSync(join(tmpdir(), 'gen0-duplicates-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, documents: object[]): string {
  const path = join(folder, name);
  writeFileSync(path, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  return path;
}

/** Words in sets of four, as a reader would count them. */
function exactly(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => {
    const words = text.toLowerCase().split(' ');
    return new Set(words.slice(3).map((_, i) => words.slice(i, i + 4).join(' ')));
  });
  const shared = [...x].filter((shingle) => y.has(shingle)).length;
  return shared / (x.size + y.size - shared);
}

/** 200 documents without copies, then near-copies of the first 60, then exact copies of the first 10; and their words. */
function withCopies() {
  const originals = zipfDocuments(200, 250, 3);
  const words = wordsOf(originals.map(({ text }) => text));
  const random = rng(5);
  const near = originals
    .slice(0, 60)
    .map(({ id, text }) => ({ id: `near-${id}`, text: nearCopy(text, words, random) }));
  const exact = originals.slice(0, 10).map(({ id, text }) => ({ id: `same-${id}`, text }));
  return { originals, near, exact };
}

test('near and exact copies are found with their exact similarity, and nothing else', async () => {
  const { originals, near, exact } = withCopies();
  const path = write('copies.jsonl', [...originals, ...near, ...exact]);
  const { summary, members } = await findDuplicates([path]);
  const alike = near.map(({ text }, i) => exactly(originals[i].text, text));
  const over = alike.filter((similarity) => similarity >= 0.7).length;
  assert.ok(over > 50);
  assert.equal(summary.documents, 270);
  assert.equal(summary.exactCopies, 10);
  assert.ok(summary.nearCopies <= over && summary.nearCopies >= over - 1, `${summary.nearCopies} of ${over}`);
  assert.equal(summary.share, (summary.exactCopies + summary.nearCopies) / 270);
  for (const { id, similarity, kind, cluster } of members) {
    const i = originals.findIndex((original) => id.endsWith(original.id!));
    const isExact = i < 10 && !id.startsWith('near');
    assert.equal(kind, isExact ? 'exact' : 'near', id);
    assert.equal(similarity, isExact ? 1 : alike[i], id);
    assert.equal(cluster, members.find((member) => member.id === originals[i].id)!.cluster);
  }
  assert.deepEqual(
    [...new Set(members.map(({ cluster }) => cluster))],
    Array.from({ length: summary.clusters }, (_, i) => i + 1),
  );
});

test('the second look is the same in one round or in many, and whatever the order of the documents', async () => {
  const { originals, near, exact } = withCopies();
  const documents = [...originals, ...near, ...exact];
  const path = write('order.jsonl', documents);
  const whole = await findDuplicates([path]);
  assert.deepEqual(await findDuplicates([path], { memory: 100_000 }), whole);
  const mixed = permutation(documents.length, rng(8)).map((i) => documents[i]);
  const other = await findDuplicates([write('mixed.jsonl', mixed)]);
  assert.deepEqual(other.summary, whole.summary);
  const partners = ({ members }: typeof whole) =>
    members
      .map(({ id, cluster }) => [
        id,
        members
          .filter((m) => m.cluster === cluster)
          .map((m) => m.id)
          .sort(),
      ])
      .sort();
  assert.deepEqual(partners(other), partners(whole));
});

test('the recall of planted copies is that of copies which someone else planted', async () => {
  const { originals } = withCopies();
  const { recall, nearCopies } = (await findDuplicates([write('clean.jsonl', originals)])).summary;
  assert.equal(nearCopies, 0);
  assert.equal(recall.planted, 200);
  const words = wordsOf(originals.map(({ text }) => text));
  const random = rng(77);
  const copies = originals.map(({ id, text }) => ({ id: `near-${id}`, text: nearCopy(text, words, random) }));
  const { summary } = await findDuplicates([write('all.jsonl', [...originals, ...copies])]);
  const share = summary.nearCopies / 200;
  assert.ok(
    Math.abs(share - recall.share!) < 4 * Math.sqrt((2 * share * (1 - share)) / 200) + 0.005,
    `${share}, ${recall.share}`,
  );
  assert.ok(recall.share! > 0.9);
});

test('a document without an id is named by its file and line', async () => {
  const text = zipfDocuments(1, 100, 1)[0].text;
  const path = write('lines.jsonl', [{ text: 'a text of its own' }, { text }, { text: ' ' }, { text }]);
  const { members, summary } = await findDuplicates([path]);
  assert.deepEqual(members, [
    { cluster: 1, id: `${path}:2`, kind: 'exact', similarity: 1 },
    { cluster: 1, id: `${path}:4`, kind: 'exact', similarity: 1 },
  ]);
  assert.equal(summary.recall.planted, 1);
});

test('texts too short for a shingle are near to nothing; no documents is an error', async () => {
  const { summary } = await findDuplicates([
    write('short.jsonl', [{ text: 'a b' }, { text: 'a c' }, { text: 'a b' }]),
  ]);
  assert.deepEqual([summary.nearCopies, summary.exactCopies, summary.recall.share], [0, 1, null]);
  await assert.rejects(findDuplicates([write('none.jsonl', [])]), DataError);
});

test('on known copies the recall is above that of the best other tool, and every copy removed is one', async (t) => {
  const shared = sharedFolder(t);
  if (!shared) return;
  const golden = (name: string) => JSON.parse(readFileSync(`${shared}golden/${name}.json`, 'utf8'));
  const truth = golden('inputs/neardup.truth') as [number, number, string][];
  const { members, summary } = await findDuplicates([`${shared}golden/inputs/neardup.jsonl.gz`]);
  const clusterOf = new Map(members.map(({ id, cluster }) => [id, cluster]));
  const found = truth.filter(
    ([a, b]) => clusterOf.has(`${b}`) && clusterOf.get(`${a}`) === clusterOf.get(`${b}`),
  );
  assert.ok(truth.filter(([, , kind]) => kind === 'exact').every((row) => found.includes(row)));
  const removed = members.filter(({ cluster }, i) => members[i - 1]?.cluster === cluster);
  const copies = new Set(truth.map(([, copy]) => `${copy}`));
  assert.ok(removed.every(({ id }) => copies.has(id)));
  assert.equal(removed.length, summary.exactCopies + summary.nearCopies);
  // Even if all that they removed were copies.
  for (const name of ['textdedup.minhash.neardup', 'datatrove.minhash.neardup']) {
    assert.ok(found.length >= golden(name).values.removed, `${found.length} found, ${name} removes more`);
  }
});
