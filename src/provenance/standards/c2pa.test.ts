import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archived } from '../../test/provenance/archives.js';
import { sharedFolder } from '../../test/shared.js';
import { type C2paState, c2paEvidence, c2paFinding, isC2paReport, readC2paReport } from './c2pa.js';
import { c2paReader } from './c2pa-reader.js';
import { findTextWrappers, stripTextWrappers } from './c2pa-text.js';
import { imageType } from './image.js';
import { originOf } from './reading.js';
import { readRecord } from './recognise.js';

const report = (type: string | null, more: object = {}) => ({
  active_manifest: 'a',
  manifests: {
    a: {
      signature_info: { issuer: 'Maker', time: '2024-01-01T00:00:00Z' },
      assertions: [
        {
          label: 'c2pa.actions.v2',
          data: {
            actions: [
              {
                action: 'c2pa.created',
                ...(type === null ? {} : { digitalSourceType: type, softwareAgent: { name: 'Painter' } }),
              },
            ],
          },
        },
      ],
    },
  },
  validation_state: 'Valid',
  ...more,
});
const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const BROKEN = { validation_state: 'Invalid', validation_status: [{ code: 'assertion.dataHash.mismatch' }] };

test('what a manifest declares becomes evidence; a broken one speaks for no human hand', () => {
  const cases: [type: string | null, more: object, origin: string][] = [
    [null, {}, 'unknown'],
    [`${IPTC}trainedAlgorithmicMedia`, {}, 'synthetic'],
    [`${IPTC}trainedAlgorithmicMedia`, BROKEN, 'synthetic'],
    [`${IPTC}compositeWithTrainedAlgorithmicMedia`, {}, 'mixed'],
    [`${IPTC}digitalCapture`, {}, 'human'],
    [`${IPTC}digitalCapture`, BROKEN, 'unknown'],
    ['http://c2pa.org/digitalsourcetype/empty', {}, 'unknown'],
    ['https://example.org/other', {}, 'unknown'],
  ];
  for (const [type, more, origin] of cases) {
    const [card] = readC2paReport(JSON.stringify(report(type, more)), 'x.json').cards;
    assert.equal(card.origin, origin, String(type));
    assert.equal(card.generator?.model, origin === 'synthetic' ? 'Painter' : undefined);
  }
});

test('the weight of a manifest depends on whether its signer is trusted', () => {
  const weight = (state: string) =>
    c2paEvidence(c2paFinding(report(`${IPTC}digitalCapture`, { validation_state: state })))[0].weight;
  assert.equal(weight('Trusted'), 0.9);
  assert.equal(weight('Valid'), 0.5);
});

test('a synthetic ingredient makes what is made of it mixed', () => {
  const made = report(null);
  const ingredient = report(`${IPTC}trainedAlgorithmicMedia`).manifests.a;
  const evidence = c2paEvidence(c2paFinding({ ...made, manifests: { ...made.manifests, b: ingredient } }));
  assert.equal(originOf(evidence), 'mixed');
  assert.ok(evidence.some(({ supports }) => supports === 'synthetic'));
});

/** What a file's name says by the table of the collection's README. */
function stateOf(name: string): { state: C2paState; failures: string[] } {
  const failures: string[] = [];
  if (/^E-clm-/.test(name)) failures.push('claim.missing');
  if (/^E-dat-|^X/.test(name)) failures.push('assertion.dataHash.mismatch');
  if (/E-sig-/.test(name)) failures.push('claimSignature.mismatch');
  if (/E-uri-/.test(name)) failures.push('assertion.hashedURI.mismatch');
  if (name === 'A' || name === 'I' || name === 'no_manifest') return { state: 'none', failures };
  return { state: failures.length > 0 ? 'invalid' : 'valid', failures };
}

test('all 85 files of the collection have the state that their documentation states', async (t) => {
  const shared = sharedFolder(t);
  if (!shared) return;
  const files = await archived(`${shared}data/provenance/c2pa_testfiles.tgz`);
  assert.equal(files.size, 85);
  const reader = await c2paReader();
  const seen = { pictures: 0, thumbnails: 0, reports: 0, others: 0 };
  for (const [path, bytes] of files) {
    const name = path
      .split('/')
      .at(-1)!
      .replace(/^adobe-\d+-|\.jpg$/g, '');
    if (path.includes('/manifests/') && path.endsWith('.json')) {
      seen.reports++;
      const data = JSON.parse(Buffer.from(bytes).toString());
      assert.ok(isC2paReport(data), path);
      const finding = c2paFinding(data);
      const folder = path
        .split('/')
        .at(-2)!
        .replace(/^adobe-\d+-/, '');
      // Of pictures that are not in the collection as data, README.md says it in words.
      const expected = folder.startsWith('nikon')
        ? { state: 'invalid' as const, failures: ['claimSignature.mismatch'] }
        : stateOf(folder);
      assert.equal(finding.state, expected.state, path);
      for (const code of expected.failures)
        assert.ok(finding.failures.includes(code), `${path}: ${finding.failures}`);
      const issuer = folder.startsWith('truepic')
        ? 'Truepic'
        : folder.startsWith('nikon')
          ? 'NIKON CORPORATION'
          : null;
      assert.equal(finding.issuer, issuer ?? 'C2PA Test Signing Cert', path);
      assert.deepEqual(finding.types, [], `${path}: no picture of it is declared synthetic`);
    } else if (imageType(bytes) !== null) {
      const found = await reader(bytes, 'image/jpeg', path);
      if (path.includes('/manifests/')) {
        // Thumbnails that c2patool took out of manifests.
        seen.thumbnails++;
        assert.equal(found, null, path);
        continue;
      }
      seen.pictures++;
      const expected = stateOf(name);
      const finding = found === null ? null : c2paFinding(found);
      assert.equal(finding?.state ?? 'none', expected.state, path);
      assert.deepEqual(finding?.failures ?? [], expected.failures, path);
      if (finding) assert.equal(finding.issuer, 'C2PA Test Signing Cert', path);
    } else {
      seen.others++;
      assert.equal(await readRecord(bytes, path, { keys: [] }), null, path);
    }
  }
  assert.deepEqual(seen, { pictures: 14, thumbnails: 44, reports: 24, others: 3 });
});

/** A wrapper as C2PA 2.3, A.7 has it. */
function wrapped(manifest: Uint8Array, length = manifest.length, version = 1): string {
  const head = Buffer.alloc(13);
  head.write('C2PATXT\0', 'latin1');
  head[8] = version;
  head.writeUInt32BE(length, 9);
  const bytes = [...head, ...manifest];
  return `\uFEFF${bytes.map((b) => String.fromCodePoint(b < 16 ? 0xfe00 + b : 0xe0100 + b - 16)).join('')}`;
}

test('wrappers in text are found, read and taken out, every byte of them', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const text = `Hello ❤\uFE0F.${wrapped(bytes)}\nAnd more 👍🏽\uFEFF!`;
  const [wrapper, ...more] = findTextWrappers(text);
  assert.deepEqual(more, []);
  assert.deepEqual([...wrapper.manifest!], [...bytes]);
  assert.equal(wrapper.fault, null);
  // The heart's own selector and a lone U+FEFF stay.
  assert.equal(stripTextWrappers(text), 'Hello ❤\uFE0F.\nAnd more 👍🏽\uFEFF!');
  assert.deepEqual(findTextWrappers('\uFEFFplain text with a byte order mark'), []);
});

test('damaged wrappers are named and taken out too', () => {
  const bytes = new Uint8Array(5);
  const faults = [wrapped(bytes, 9), wrapped(bytes, 5, 2), wrapped(bytes).slice(0, 20)].map((text) => {
    assert.equal(stripTextWrappers(`a${text}b`), 'ab');
    return findTextWrappers(text)[0].fault;
  });
  assert.match(faults[0]!, /5 of 9 bytes/);
  assert.match(faults[1]!, /version 2/);
  assert.match(faults[2]!, /cut off in its head/);
});

test('a manifest in a text is checked, but for its binding, so that it speaks for no human hand', async (t) => {
  const shared = sharedFolder(t);
  if (!shared) return;
  const files = await archived(`${shared}data/provenance/c2pa_testfiles.tgz`);
  const jpeg = Buffer.from(files.get('c2pa-rs/C.jpg')!);
  // The manifest store lies in the one APP11 segment, behind its 8 bytes of head.
  const at = jpeg.indexOf(Buffer.from([0xff, 0xeb]));
  const store = jpeg.subarray(at + 12, at + 2 + jpeg.readUInt16BE(at + 2));
  const read = await readRecord(Buffer.from(`A text.${wrapped(store)}`), 'a.txt', { keys: [] });
  assert.equal(read?.standard, 'c2pa-text');
  const [card] = read!.reading.cards;
  assert.equal(card.origin, 'synthetic');
  assert.match(
    card.evidence[0].statement,
    /algorithmicMedia; manifest signed by C2PA Test Signing Cert, valid/,
  );
  assert.match(card.evidence[0].statement, /binding to the text was not checked/);
  const flipped = Buffer.from(store);
  flipped[flipped.length - 100] ^= 1;
  const broken = await readRecord(Buffer.from(`A text.${wrapped(flipped)}`), 'a.txt', { keys: [] });
  assert.match(JSON.stringify(broken!.reading), /invalid|cannot be read/);
});
