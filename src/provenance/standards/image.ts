/** A picture: what its C2PA manifest says, and its IPTC and XMP fields, in one card. */
import type { Evidence } from '../card.js';
import { c2paEvidence, c2paFinding, c2paParts } from './c2pa.js';
import { type Fault, idOf, makeCard, originOf, type Reading, readingOf } from './reading.js';
import { iimProperties, parseXmp, type XmpProperties, xmpEvidence, xmpPacket, xmpParts } from './xmp.js';

/** The media type of a picture by its first bytes, or null. */
export function imageType(bytes: Uint8Array): string | null {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (ascii(0, 4) === 'GIF8') return 'image/gif';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (ascii(0, 4) === 'II*\0' || ascii(0, 4) === 'MM\0*') return 'image/tiff';
  if (ascii(4, 8) !== 'ftyp') return null;
  const brand = ascii(8, 12);
  return brand === 'avif' ? 'image/avif' : ['heic', 'heix', 'mif1'].includes(brand) ? 'image/heic' : null;
}

/** Reads a picture. `report` is what the C2PA reader says of it, null where it has no manifest. */
export function readImage(bytes: Uint8Array, shown: string, report: Record<string, unknown> | null): Reading {
  const mediaType = imageType(bytes) ?? 'application/octet-stream';
  const packet = xmpPacket(bytes, mediaType);
  const properties = packet === null ? new Map() : parseXmp(packet, shown);
  if (mediaType === 'image/jpeg') {
    for (const [name, values] of iimProperties(bytes))
      if (!properties.has(name)) properties.set(name, values);
  }
  return pictureReading(properties, report, shown);
}

/** Reads an XMP sidecar. */
export function readSidecar(xml: string, shown: string): Reading {
  return pictureReading(parseXmp(xml, shown), null, shown);
}

function pictureReading(
  properties: XmpProperties,
  report: Record<string, unknown> | null,
  shown: string,
): Reading {
  const finding = report === null ? null : c2paFinding(report);
  const signed = finding === null ? [] : c2paEvidence(finding);
  const evidence: Evidence[] = [...signed, ...xmpEvidence(properties)];
  const fields = xmpParts(properties);
  if (evidence.length === 0 && Object.values(fields).every((each) => each === undefined || isEmpty(each))) {
    const silent: Fault = { where: shown, message: 'a picture that says nothing of its making' };
    return readingOf([], [], [silent]);
  }
  const parts = report === null || finding === null ? null : c2paParts(report, finding, signed);
  const name = (shown.split('/').at(-1) ?? shown).replace(/\.xmp$/i, '');
  const card = makeCard(
    {
      ...fields,
      id: idOf('image', name),
      title: parts?.title ?? fields.title,
      origin: originOf(evidence),
      digitalSourceType: parts?.digitalSourceType ?? fields.digitalSourceType,
      generator: parts?.generator ?? fields.generator,
      attestation: parts?.attestation,
      evidence,
      unmapped: { ...fields.unmapped, ...(parts?.unmapped ?? {}) },
    },
    shown,
  );
  return readingOf([card]);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
