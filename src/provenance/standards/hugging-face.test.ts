import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullCard } from '../../test/provenance/full-card.js';
import { frontMatter, isHuggingFace, readHuggingFace, writeHuggingFace } from './hugging-face.js';
import { attempt } from './reading.js';

const read = (yaml: string) =>
  readHuggingFace(`---\n${yaml}\n---\n\n# Dataset card for X\n`, 'org/squad/README.md').cards[0];

test('who wrote the texts decides, who labelled them does not', () => {
  const cases: [yaml: string, origin: string][] = [
    ['license: mit', 'unknown'],
    ['language_creators: [found]', 'unknown'],
    ['annotations_creators: [machine-generated, expert-generated]', 'unknown'],
    ['language_creators:\n- machine-generated', 'synthetic'],
    ['language_creators: [crowdsourced]', 'human'],
    ['language_creators: [expert-generated, machine-generated]', 'mixed'],
    ['language_creators: [found, machine-generated]', 'mixed'],
    ['tags: [synthetic]', 'synthetic'],
    ['language_creators: [crowdsourced]\ntags: [synthetic]', 'mixed'],
  ];
  for (const [yaml, origin] of cases) {
    const card = read(yaml);
    assert.equal(card.origin, origin, yaml);
    const declared = /machine-generated|synthetic/.test(yaml) && !yaml.startsWith('annotations');
    assert.equal(
      card.evidence.some(({ supports }) => supports === 'synthetic'),
      declared,
      yaml,
    );
  }
});

test('what a card has no field for is kept', () => {
  const card = read('pretty_name: SQuAD 2\nlicense: cc-by-sa-4.0\nlanguage: [en]\ntask_ids: [extractive-qa]');
  assert.equal(card.id, 'squad-2');
  assert.equal(card.title, 'SQuAD 2');
  assert.equal(card.licence, 'cc-by-sa-4.0');
  assert.deepEqual(card.unmapped, { language: ['en'], task_ids: ['extractive-qa'] });
  assert.equal(read('license: mit').id, 'squad', 'without a name, its folder names it');
});

test('a head that no dataset card has is none', () => {
  assert.equal(isHuggingFace(frontMatter('---\nlayout: post\ntitle: A day\n---\n')!), false);
  assert.equal(frontMatter('# no head\n---\na: 1\n---\n'), null);
  assert.ok(isHuggingFace(frontMatter('---\r\nlicense: mit\r\n---\r\n')!));
});

test('a card comes back as it was, of every origin', () => {
  for (const origin of ['mixed', 'synthetic', 'human', 'unknown'] as const) {
    const card = fullCard({ origin, evidence: [{ kind: 'declaration', statement: 's', supports: origin }] });
    const [back] = readHuggingFace(writeHuggingFace(card), 'f').cards;
    const tags = origin === 'synthetic' || origin === 'mixed' ? { tags: ['synthetic'] } : {};
    const evidence = back.evidence.filter(({ statement }) => !/^(tag|language_creators): /.test(statement));
    const { tags: _, ...unmapped } = back.unmapped!;
    assert.deepEqual({ ...back, evidence, unmapped }, card, origin);
    assert.deepEqual({ tags: back.unmapped!.tags }.tags, (tags as { tags?: string[] }).tags);
  }
});

test('fields of a dataset card go back to where they were', () => {
  const yaml = 'license: mit\nlanguage: [en]\ntask_categories: [text-generation]';
  assert.match(
    writeHuggingFace(read(yaml)),
    /^language:\n {2}- en\ntask_categories:\n {2}- text-generation$/m,
  );
});

test('hostile YAML is refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [i, name] of ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].entries()) {
    const last = 'abcdefgh'[i];
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${last}`).join(', ')}]`);
  }
  const cases: [yaml: string, why: RegExp][] = [
    [`license: mit\n${bomb.join('\n')}`, /alias/i],
    ['license: mit\n__proto__: {polluted: 1}', /"__proto__" is not allowed/],
    ['license: mit\ntags: {a: {__proto__: {polluted: 1}}}', /"__proto__" is not allowed/],
    [`license: ${'['.repeat(200)}${']'.repeat(200)}`, /levels deep/],
    [`license: ${'['.repeat(50_000)}`, /nested|YAML/],
    [`license: ${'x'.repeat(1_100_000)}`, /characters of YAML; refused/],
    ['license: mit\nlicense: gpl', /unique/i],
    ['license: !!js/function "function () {}"\n- x', /YAML/],
  ];
  for (const [yaml, why] of cases) {
    const { cards, errors } = attempt('f', () => readHuggingFace(`---\n${yaml}\n---\n`, 'f'));
    assert.deepEqual(cards, [], yaml.slice(0, 60));
    assert.match(errors[0].message, why, yaml.slice(0, 60));
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});
