import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { readImage, readSidecar } from './image.js';
import { attempt } from './reading.js';
import { parseXmp } from './xmp.js';

const PACKET = (inner: string, attributes = '') => `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
  xmlns:my="https://example.org/my#" ${attributes}>${inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
const AI = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const FULL = PACKET(
  `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A lake &amp; a hill</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>A. Painter</rdf:li><rdf:li>B. Painter</rdf:li></rdf:Seq></dc:creator>
   <Iptc4xmpExt:AISystemUsed>Brush</Iptc4xmpExt:AISystemUsed>
   <Iptc4xmpExt:AISystemVersionUsed>2</Iptc4xmpExt:AISystemVersionUsed>
   <xmpRights:WebStatement rdf:resource="https://example.org/licence"/>
   <my:nested rdf:parseType="Resource"><my:deep>kept</my:deep></my:nested>`,
  `Iptc4xmpExt:DigitalSourceType="${AI}" photoshop:DateCreated="2024-05-06"
   plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"`,
);

/** A JPEG of nothing but segments. */
function jpeg(...segments: [marker: number, body: Buffer][]): Buffer {
  const parts = segments.map(([marker, body]) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  });
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, Buffer.from([0xff, 0xd9])]);
}

const app1 = (xmp: string): [number, Buffer] => [0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`)];

function png(xmp: string, compressed: boolean): Buffer {
  const text = Buffer.from(xmp);
  const head = Buffer.from(`XML:com.adobe.xmp\0${compressed ? '\x01' : '\0'}\0\0\0`, 'latin1');
  const body = Buffer.concat([head, compressed ? deflateSync(text) : text]);
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write('iTXt', 4);
  body.copy(chunk, 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk]);
}

function webp(xmp: string): Buffer {
  const text = Buffer.from(xmp);
  const head = Buffer.from('RIFF\0\0\0\0WEBPXMP \0\0\0\0', 'latin1');
  head.writeUInt32LE(text.length, 16);
  return Buffer.concat([head, text]);
}

test('the fields of a packet, in pictures of all kinds and in a sidecar', () => {
  const pictures = [jpeg(app1(FULL)), png(FULL, false), png(FULL, true), webp(FULL)];
  const readings = [
    ...pictures.map((bytes) => readImage(bytes, 'x/a.jpg', null)),
    readSidecar(FULL, 'x/a.jpg.xmp'),
  ];
  readings.push(readImage(Buffer.concat([Buffer.from('II*\0junk'), Buffer.from(FULL)]), 'x/a.jpg', null));
  for (const { cards } of readings) {
    const [card] = cards;
    assert.equal(card.id, 'image/a.jpg');
    assert.equal(card.title, 'A lake & a hill');
    assert.equal(card.origin, 'synthetic');
    assert.equal(card.digitalSourceType, AI);
    assert.deepEqual(card.generator, { model: 'Brush', version: '2' });
    assert.equal(card.collectedAt, '2024-05-06');
    assert.equal(card.licence, 'https://example.org/licence');
    assert.deepEqual(card.unmapped?.['dc:creator'], ['A. Painter', 'B. Painter']);
    assert.deepEqual(card.unmapped?.['{https://example.org/my#}:nested'], ['kept']);
    assert.deepEqual(
      card.evidence.map(({ kind, supports }) => [kind, supports]),
      [
        ['iptc', 'synthetic'],
        ['iptc', 'synthetic'],
        ['licence', undefined],
      ],
    );
  }
});

test('the older block of IPTC-IIM fills in what XMP does not say', () => {
  const dataset = (number: number, text: string) => {
    const head = Buffer.from([0x1c, 2, number, 0, 0]);
    head.writeUInt16BE(Buffer.byteLength(text), 3);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  const block = Buffer.concat([
    dataset(80, 'C. Writer'),
    dataset(55, '20190203'),
    dataset(116, '© C. Writer'),
  ]);
  const resource = Buffer.alloc(12);
  resource.write('8BIM', 0);
  resource.writeUInt16BE(0x0404, 4);
  resource.writeUInt32BE(block.length, 8);
  const app13 = Buffer.concat([Buffer.from('Photoshop 3.0\0', 'latin1'), resource, block]);
  const [card] = readImage(jpeg([0xed, app13]), 'b.jpg', null).cards;
  assert.equal(card.collectedAt, '2019-02-03');
  assert.equal(card.licence, '© C. Writer');
  assert.deepEqual(card.unmapped?.['dc:creator'], ['C. Writer']);
  assert.equal(card.origin, 'unknown');
});

test('a picture that says nothing is no source', () => {
  const { cards, errors, skipped } = readImage(jpeg([0xe0, Buffer.from('JFIF\0')]), 'c.jpg', null);
  assert.deepEqual([cards, errors], [[], []]);
  assert.match(skipped[0].message, /says nothing/);
});

test('hostile XML is refused', () => {
  const entity = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`;
  const cases: [xml: string, why: RegExp][] = [
    [entity + PACKET('<dc:title>&b;</dc:title>'), /document type/],
    [PACKET('<dc:title>&xxe;</dc:title>'), /no valid XML/],
    [PACKET('<dc:title>'.repeat(60) + '</dc:title>'.repeat(60)), /nested deeper than 40/],
    [PACKET('<dc:title>'), /no valid XML/],
    [PACKET(`<dc:title>${'x'.repeat(4_100_000)}</dc:title>`), /characters of XMP; refused/],
    ['<x:xmpmeta/>', /no valid XML/],
  ];
  for (const [xml, why] of cases) {
    assert.match(attempt('f', () => readSidecar(xml, 'f')).errors[0].message, why);
  }
  assert.deepEqual(parseXmp(PACKET('<my:__proto__>1</my:__proto__>'), 'f').size, 1);
});

test('pictures cut off anywhere do not break the reader', () => {
  for (const whole of [jpeg(app1(FULL)), png(FULL, true), webp(FULL)]) {
    for (let length = 12; length < whole.length; length += 37) {
      attempt('f', () => readImage(whole.subarray(0, length), 'f', null));
    }
  }
});
