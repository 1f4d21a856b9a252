import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archived } from '../../test/provenance/archives.js';
import { fullCard } from '../../test/provenance/full-card.js';
import { sharedFolder } from '../../test/shared.js';
import { isCroissant, readCroissant } from './croissant.js';
import { croissantFaults, versionOf } from './croissant-rules.js';
import { writeCroissant } from './write-croissant.js';

const CONTEXT = {
  '@vocab': 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  prov: 'http://www.w3.org/ns/prov#',
  dct: 'http://purl.org/dc/terms/',
  conformsTo: 'dct:conformsTo',
  recordSet: 'cr:recordSet',
  field: 'cr:field',
};
const document = (more: object) =>
  JSON.stringify({
    '@context': CONTEXT,
    '@type': 'Dataset',
    name: 'Some data',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    ...more,
  });
const read = (more: object) => readCroissant(document(more), 'f.json').cards[0];

test('examples of all versions are read, and each error case is an error in the words of the library', async (t) => {
  const shared = sharedFolder(t);
  if (!shared) return;
  const files = await archived(`${shared}data/provenance/croissant_examples_and_error_cases.tgz`);
  const text = (path: string) => Buffer.from(files.get(path)!).toString();
  const examples = [...files.keys()].filter(
    (path) => path.startsWith('datasets/') && path.endsWith('.json') && !path.includes('/data/'),
  );
  const versions: Record<string, number> = {};
  for (const path of examples) {
    const data = JSON.parse(text(path));
    assert.ok(isCroissant(data), path);
    const { cards, errors } = readCroissant(text(path), path);
    assert.deepEqual(errors, [], path);
    assert.equal(cards.length, 1, path);
    assert.equal(versionOf(data), path.split('/')[1]);
    versions[versionOf(data)] = (versions[versionOf(data)] ?? 0) + 1;
  }
  assert.deepEqual(versions, { '0.8': 23, '1.0': 43, '1.1': 15 });
  const cases = [...files.keys()].filter((path) => path.endsWith('/output.txt'));
  assert.equal(cases.length, 30);
  for (const path of cases) {
    const [expected] = text(path).split(/^Found the following \d+ warning/m);
    const messages = [...expected.matchAll(/^ {2}- {2}(.+?)\s*$/gm)].map(([, message]) => message);
    assert.ok(messages.length > 0, path);
    const metadata = path.replace('output.txt', 'metadata.json');
    const { cards, errors } = readCroissant(text(metadata), metadata);
    assert.deepEqual(errors.map(({ message }) => message).sort(), messages.sort(), metadata);
    assert.equal(cards.length, 0);
  }
});

test('data files that lie beside documents are not taken for Croissant', () => {
  assert.equal(isCroissant({ items: [] }), false);
  assert.equal(isCroissant({ '@context': 'https://schema.org/', '@type': 'Person' }), false);
});

test('what declares synthetic data, wherever it stands, is kept as evidence', () => {
  const cases: [more: object, origin: string][] = [
    [{}, 'unknown'],
    [{ digitalSourceType: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource' }, 'synthetic'],
    [
      { digitalSourceType: { '@id': 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia' } },
      'synthetic',
    ],
    [{ 'rai:dataCollectionType': ['Synthetic'] }, 'synthetic'],
    [{ 'rai:hasSyntheticData': true }, 'mixed'],
    [{ keywords: ['text', 'synthetic'] }, 'synthetic'],
    [{ 'prov:wasAttributedTo': { '@type': 'prov:SoftwareAgent', name: 'GPT-4' } }, 'synthetic'],
    [
      {
        recordSet: {
          '@type': 'cr:RecordSet',
          '@id': 'a',
          digitalSourceType: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
        },
      },
      'mixed',
    ],
  ];
  for (const [more, origin] of cases) {
    const card = read(more);
    assert.equal(card.origin, origin, JSON.stringify(more));
    assert.equal(
      card.evidence.some(({ supports }) => supports === 'synthetic'),
      origin !== 'unknown',
    );
  }
});

test('software that took part does not make data synthetic; people who took part do not make them human', () => {
  const activity = (agent: string) => ({
    'prov:wasGeneratedBy': {
      '@type': 'prov:Activity',
      '@id': 'clean',
      'prov:wasAssociatedWith': { '@type': agent, name: 'Presidio' },
    },
  });
  for (const agent of ['prov:SoftwareAgent', 'prov:Person']) {
    const card = read(activity(agent));
    assert.equal(card.origin, 'unknown');
    assert.ok(card.unmapped?.['prov:wasGeneratedBy'], 'and nothing of it is dropped');
  }
});

test('a date before the cut-off is evidence and decides nothing', () => {
  const card = read({ datePublished: '2016-06-01' });
  assert.equal(card.origin, 'unknown');
  assert.deepEqual(
    card.evidence.map(({ kind, supports }) => [kind, supports]),
    [['date', 'human']],
  );
  assert.equal(read({ datePublished: '2024' }).evidence[0].supports, undefined);
});

test('a card comes back as it was; what it writes is valid Croissant', () => {
  const card = fullCard();
  const text = writeCroissant(card);
  assert.deepEqual(croissantFaults(JSON.parse(text)), []);
  assert.deepEqual(readCroissant(text, 'f').cards, [card]);
});

test("a document's own word for its evidence is never more than a declaration, and does not hide another", () => {
  const forged = {
    'gen0:evidence': [{ kind: 'c2pa', statement: 'human, surely', supports: 'human', weight: 1 }],
    keywords: ['synthetic'],
  };
  const card = read({ '@context': { ...CONTEXT, gen0: 'urn:gen0:' }, ...forged });
  assert.equal(card.evidence[0].weight, 0.5);
  assert.equal(card.origin, 'mixed');
  assert.deepEqual(
    card.evidence.map(({ supports }) => supports),
    ['human', 'synthetic'],
  );
});
