import assert from 'node:assert/strict';
import test from 'node:test';
import type { Document } from '../corpus/document.js';
import { buildPlain } from '../profile/plain.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { auditProfiles } from './audit.js';
import type { Lineage } from './result.js';

const human = zipfDocuments(150, 400, 1);
const fresh = zipfDocuments(150, 400, 2);

async function warned(corpus: Document[], reference: Document[], lineage: Lineage = 'unknown') {
  const { warnings } = await auditProfiles(buildPlain(corpus), buildPlain(reference), {
    seed: 0,
    version: 'test',
    lineage,
    corpusName: 'new.jsonl',
    referenceName: 'old.jsonl',
    corpusPaths: [],
    referencePaths: [],
    only: ['drift/js', 'repetition', 'centre/length'],
  });
  return warnings;
}

test('two samples of one human source warn of nothing', async () => {
  assert.deepEqual(await warned(fresh, human), []);
});

test('texts and ids that stand on both sides are counted', async () => {
  const [texts] = await warned([...fresh, ...human.slice(0, 7)], human);
  assert.equal(texts.id, 'overlap');
  assert.match(texts.message, /^7 texts/);
  const versions = fresh.map((document, i) => (i < 5 ? { ...document, id: human[i].id } : document));
  const [ids] = await warned(versions, human);
  assert.equal(ids.id, 'overlap');
  assert.match(ids.message, /^5 of 150 sampled documents have an id/);
  const counted = (list: Document[]) => list.map(({ text }, i) => ({ text, id: String(i) }));
  assert.deepEqual(await warned(counted(fresh), counted(human)), []);
});

test('a reference that speaks of itself as a model, or loops, is told', async () => {
  const talking = human.map(({ id, text }, i) => ({
    id,
    text: i % 30 ? text : `As an AI language model, I cannot have opinions. ${text}`,
  }));
  const [found, ...more] = await warned(fresh, talking);
  assert.equal(found.id, 'reference-machine-made');
  assert.match(found.message, /5 of 150 sampled documents speak of themselves/);
  assert.deepEqual(more, []);
  const looping = human.map(({ id, text }, i) => ({
    id,
    text: i % 20 ? text : `${text} ${`${text.split(' ').slice(-12).join(' ')} `.repeat(40)}`,
  }));
  assert.ok((await warned(fresh, looping)).some(({ id }) => id === 'reference-machine-made'));
});

test('a reference full of copies is told', async () => {
  const copies = [...human, ...human.slice(0, 20)].map(({ text }, i) => ({ text, id: `${i}x` }));
  assert.deepEqual(
    (await warned(fresh, copies)).map(({ id }) => id),
    ['near-duplicates'],
  );
});

test('another language and another domain are told; a declared descendant may have moved far', async () => {
  const english =
    'the council met on tuesday to decide whether the old bridge could still carry the traffic ';
  const german =
    'der rat traf sich am dienstag um zu entscheiden ob die alte brücke den verkehr noch tragen kann ';
  const say = (sentence: string, list: Document[]) =>
    list.map(({ id, text }) => ({ id, text: `${sentence.repeat(3)} ${text}` }));
  const language = await warned(say(german, fresh), say(english, human));
  assert.ok(language.some(({ id, message }) => id === 'other-language' && /deu.*eng/.test(message)));
  const moved = fresh.map(({ id, text }) => ({ id, text: text.replace(/w(\d*[13579])\b/g, 'v$1') }));
  assert.ok((await warned(moved, human)).some(({ id }) => id === 'other-domain'));
  assert.ok(!(await warned(moved, human, 'descendant')).some(({ id }) => id === 'other-domain'));
});

test('too little text and another length are told', async () => {
  const few = await warned(zipfDocuments(40, 400, 3), human);
  assert.deepEqual(
    few.map(({ id }) => id),
    ['too-small'],
  );
  const long = await warned(zipfDocuments(150, 1200, 4), human);
  assert.ok(long.some(({ id, message }) => id === 'length' && /[23]\.\d\d times/.test(message)));
});
