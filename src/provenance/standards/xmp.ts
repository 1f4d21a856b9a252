/**
 * XMP (ISO 16684-1) and the IPTC fields in it: packets out of JPEG, PNG, WebP and other files, sidecars, and the older
 * IPTC-IIM block of JPEG. IPTC Photo Metadata 2025.1 says by what AI system a picture was made.
 */
import { inflateSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { DataError } from '../../util/errors.js';
import type { Evidence } from '../card.js';
import { sourceType } from './source-type.js';

/** Property as `prefix:Name` with the usual prefixes → its values. */
export type XmpProperties = Map<string, string[]>;

const PREFIXES: Record<string, string> = {
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://ns.adobe.com/xap/1.0/': 'xmp',
  'http://ns.adobe.com/xap/1.0/rights/': 'xmpRights',
  'http://ns.adobe.com/photoshop/1.0/': 'photoshop',
  'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/': 'Iptc4xmpCore',
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/': 'Iptc4xmpExt',
  'http://ns.useplus.org/ldf/xmp/1.0/': 'plus',
  'http://creativecommons.org/ns#': 'cc',
};
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const DEEPEST = 40;
const LONGEST = 4_000_000;

/** The properties of a packet's descriptions. Throws DataError where it is no XML, or hostile. */
export function parseXmp(xml: string, shown: string): XmpProperties {
  if (xml.length > LONGEST) throw new DataError(`${shown}: ${xml.length} characters of XMP; refused`);
  const found: XmpProperties = new Map();
  const open: { uri: string; local: string }[] = [];
  let property: { name: string; text: string; values: string[] } | null = null;
  const fault = (message: string) => new DataError(`${shown}: its XMP is no valid XML: ${message}`);
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw fault(error.message);
  });
  parser.on('doctype', () => {
    throw fault('it has a document type, which XMP has not');
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (open.length === DEEPEST) throw fault(`nested deeper than ${DEEPEST}`);
    const inDescription =
      open.at(-1)?.uri === RDF && open.at(-1)?.local === 'Description' && property === null;
    open.push({ uri, local });
    const isDescription = uri === RDF && local === 'Description';
    if (inDescription) property = { name: nameOf(uri, local), text: '', values: [] };
    else if (property !== null) property.text = '';
    for (const each of Object.values(attributes)) {
      if (each.uri === RDF && each.local === 'resource' && property !== null)
        property.values.push(each.value);
      else if (
        isDescription &&
        property === null &&
        each.uri !== '' &&
        each.uri !== RDF &&
        each.prefix !== 'xmlns'
      )
        add(found, nameOf(each.uri, each.local), [each.value]);
    }
  });
  parser.on('text', (text) => {
    if (property !== null) property.text += text;
  });
  parser.on('cdata', (text) => {
    if (property !== null) property.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
    if (property === null) return;
    if (property.text.trim() !== '') property.values.push(property.text.trim());
    property.text = '';
    const top = open.at(-1);
    if (
      top?.uri !== RDF ||
      top.local !== 'Description' ||
      open.filter((each) => each.local === 'Description').length > 1
    )
      return;
    add(found, property.name, property.values);
    property = null;
  });
  parser.write(xml.replace(/^\uFEFF/, '')).close();
  return found;
}

function nameOf(uri: string, local: string): string {
  return `${Object.hasOwn(PREFIXES, uri) ? PREFIXES[uri] : `{${uri}}`}:${local}`;
}

function add(found: XmpProperties, name: string, values: string[]): void {
  if (values.length > 0) found.set(name, [...(found.get(name) ?? []), ...values]);
}

/** The XMP packet of a file of a media type, or null. */
export function xmpPacket(bytes: Uint8Array, mediaType: string): string | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (mediaType === 'image/jpeg') {
    const head = 'http://ns.adobe.com/xap/1.0/\0';
    for (const [marker, body] of jpegSegments(data)) {
      if (marker === 0xe1 && body.toString('latin1', 0, head.length) === head)
        return body.toString('utf8', head.length);
    }
    return null;
  }
  if (mediaType === 'image/png') return pngPacket(data);
  if (mediaType === 'image/webp') {
    for (let at = 12; at + 8 <= data.length; ) {
      const size = data.readUInt32LE(at + 4);
      if (data.toString('latin1', at, at + 4) === 'XMP ') return data.toString('utf8', at + 8, at + 8 + size);
      at += 8 + size + (size & 1);
    }
    return null;
  }
  const start = data.indexOf('<x:xmpmeta');
  const end = data.indexOf('</x:xmpmeta>', start);
  return start < 0 || end < 0 ? null : data.toString('utf8', start, end + '</x:xmpmeta>'.length);
}

function pngPacket(data: Buffer): string | null {
  const keyword = 'XML:com.adobe.xmp\0';
  for (let at = 8; at + 12 <= data.length; ) {
    const size = data.readUInt32BE(at);
    const body = data.subarray(at + 8, at + 8 + size);
    if (
      data.toString('latin1', at + 4, at + 8) === 'iTXt' &&
      body.toString('latin1', 0, keyword.length) === keyword
    ) {
      const compressed = body[keyword.length] === 1;
      // Behind flag and method: language and translated keyword, each closed by a zero.
      const language = body.indexOf(0, keyword.length + 2);
      const text = body.subarray(body.indexOf(0, language + 1) + 1);
      if (!compressed) return text.toString('utf8');
      try {
        return inflateSync(text, { maxOutputLength: LONGEST }).toString('utf8');
      } catch (error) {
        throw new DataError(`its compressed XMP cannot be read: ${(error as Error).message}`);
      }
    }
    at += 12 + size;
  }
  return null;
}

/** Marker and body of the segments before a JPEG's picture. */
function* jpegSegments(data: Buffer): Generator<[marker: number, body: Buffer]> {
  for (let at = 2; at + 4 <= data.length && data[at] === 0xff; ) {
    const marker = data[at + 1];
    if (marker === 0xda || marker === 0xd9) return;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const size = data.readUInt16BE(at + 2);
    if (size < 2) return;
    yield [marker, data.subarray(at + 4, at + 2 + size)];
    at += 2 + size;
  }
}

/** Names of the IIM datasets (record 2) that XMP knows too. */
const IIM: Record<number, string> = {
  5: 'dc:title',
  55: 'photoshop:DateCreated',
  80: 'dc:creator',
  110: 'photoshop:Credit',
  115: 'photoshop:Source',
  116: 'dc:rights',
};

/** The fields of a JPEG's IPTC-IIM block, by the names that XMP has for them. */
export function iimProperties(bytes: Uint8Array): XmpProperties {
  const found: XmpProperties = new Map();
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [marker, body] of jpegSegments(data)) {
    if (marker !== 0xed || body.toString('latin1', 0, 14) !== 'Photoshop 3.0\0') continue;
    for (let at = 14; at + 12 <= body.length && body.toString('latin1', at, at + 4) === '8BIM'; ) {
      const id = body.readUInt16BE(at + 4);
      const name = body[at + 6] + 1;
      const head = at + 6 + name + (name & 1);
      if (head + 4 > body.length) break;
      const size = body.readUInt32BE(head);
      if (id === 0x0404) readIim(body.subarray(head + 4, head + 4 + size), found);
      at = head + 4 + size + (size & 1);
    }
  }
  return found;
}

function readIim(block: Buffer, found: XmpProperties): void {
  for (let at = 0; at + 5 <= block.length && block[at] === 0x1c; ) {
    const [record, dataset] = [block[at + 1], block[at + 2]];
    const size = block.readUInt16BE(at + 3);
    if (size > 0x7fff) return;
    const text = block.toString('utf8', at + 5, at + 5 + size);
    if (record === 2 && Object.hasOwn(IIM, dataset)) {
      const date = dataset === 55 ? text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : text;
      add(found, IIM[dataset], [date]);
    }
    at += 5 + size;
  }
}

/** What properties say of an origin. */
export function xmpEvidence(properties: XmpProperties): Evidence[] {
  const evidence: Evidence[] = [];
  for (const spelt of properties.get('Iptc4xmpExt:DigitalSourceType') ?? []) {
    const origin = sourceType(spelt)?.origin;
    const supports = origin === undefined || origin === 'unknown' ? {} : { supports: origin };
    evidence.push({ kind: 'iptc', statement: `DigitalSourceType: ${spelt}`, ...supports, weight: 0.5 });
  }
  for (const system of properties.get('Iptc4xmpExt:AISystemUsed') ?? []) {
    evidence.push({ kind: 'iptc', statement: `AISystemUsed: ${system}`, supports: 'synthetic', weight: 0.5 });
  }
  for (const rule of properties.get('plus:DataMining') ?? []) {
    evidence.push({ kind: 'licence', statement: `plus:DataMining: ${rule}` });
  }
  return evidence;
}

/** What properties give to a card, and the rest. */
export function xmpParts(properties: XmpProperties) {
  const first = (...names: string[]) =>
    names.map((name) => properties.get(name)?.[0]).find((each) => each !== undefined);
  const type = first('Iptc4xmpExt:DigitalSourceType');
  const model = first('Iptc4xmpExt:AISystemUsed');
  const version = first('Iptc4xmpExt:AISystemVersionUsed');
  const mapped = [
    'dc:title',
    'Iptc4xmpExt:DigitalSourceType',
    'Iptc4xmpExt:AISystemUsed',
    'Iptc4xmpExt:AISystemVersionUsed',
    'plus:DataMining',
  ];
  const unmapped: Record<string, unknown> = {};
  for (const [name, values] of properties) if (!mapped.includes(name)) unmapped[name] = values;
  return {
    title: first('dc:title'),
    digitalSourceType: type === undefined ? undefined : sourceType(type)?.uri,
    generator: model === undefined ? undefined : { model, ...(version === undefined ? {} : { version }) },
    collectedAt: first('photoshop:DateCreated', 'xmp:CreateDate'),
    licence: first('xmpRights:WebStatement', 'xmpRights:UsageTerms', 'cc:license', 'dc:rights'),
    unmapped,
  };
}
