/** Which standard a file is in, by its content, and its reading. */
import type { KeyObject } from 'node:crypto';
import { parseJson } from '../../util/strict-json.js';
import { isC2paReport, readC2paReport } from './c2pa.js';
import { type C2paReader, c2paReader, mayHoldManifest } from './c2pa-reader.js';
import { findTextWrappers } from './c2pa-text.js';
import { isCroissant, readCroissant } from './croissant.js';
import { isDpi, readDpi } from './dpi.js';
import { frontMatter, isHuggingFace, readHuggingFace } from './hugging-face.js';
import { imageType, readImage, readSidecar } from './image.js';
import { isInToto, readInToto } from './in-toto.js';
import { isOasis, readOasis } from './oasis.js';
import { attempt, failed, type Reading, readingOf } from './reading.js';
import { readC2paText } from './text.js';

/** Names of standards, as reports show them. */
export const STANDARDS = {
  croissant: 'Croissant',
  dpi: 'Data Provenance Initiative',
  'hugging-face': 'Hugging Face card',
  oasis: 'OASIS Data Provenance',
  'in-toto': 'in-toto statement',
  c2pa: 'C2PA report',
  image: 'picture (C2PA, IPTC, XMP)',
  xmp: 'XMP sidecar',
  'c2pa-text': 'C2PA text',
} as const;
export type StandardName = keyof typeof STANDARDS;

export interface ReadOptions {
  /** Public keys that signed statements may be by. */
  keys: readonly KeyObject[];
  /** Reads C2PA manifests; loaded at the first need where it is left out. */
  c2pa?: C2paReader;
}

/** A file's standard with its reading; null where it is in none. */
export async function readRecord(
  bytes: Uint8Array,
  shown: string,
  options: ReadOptions,
): Promise<{ standard: StandardName; reading: Reading } | null> {
  const mediaType = imageType(bytes);
  if (mediaType !== null) {
    return {
      standard: 'image',
      reading: await withReport(bytes, mediaType, bytes, shown, options, readImage),
    };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
  const head = text
    .slice(0, 1000)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (head.startsWith('{')) return readJson(text.replace(/^\uFEFF/, ''), shown, options);
  if (head.startsWith('<') && /<(x:xmpmeta|rdf:RDF)[\s>]/.test(text))
    return { standard: 'xmp', reading: attempt(shown, () => readSidecar(text, shown)) };
  const yaml = frontMatter(text);
  if (yaml !== null && isHuggingFace(yaml))
    return { standard: 'hugging-face', reading: attempt(shown, () => readHuggingFace(text, shown)) };
  const [wrapper] = findTextWrappers(text);
  if (wrapper === undefined) return null;
  const reading =
    wrapper.manifest === null
      ? attempt(shown, () => readC2paText(text, shown, null))
      : await withReport(wrapper.manifest, 'application/c2pa', text, shown, options, readC2paText);
  return { standard: 'c2pa-text', reading };
}

/** Asks the C2PA reader where there is a manifest, then reads. */
async function withReport<T>(
  manifest: Uint8Array,
  mediaType: string,
  content: T,
  shown: string,
  { c2pa }: ReadOptions,
  read: (content: T, shown: string, report: Record<string, unknown> | null) => Reading,
): Promise<Reading> {
  let report: Record<string, unknown> | null = null;
  try {
    if (mayHoldManifest(manifest)) report = await (c2pa ?? (await c2paReader()))(manifest, mediaType, shown);
  } catch (error) {
    return attempt(shown, () => {
      throw error;
    });
  }
  return attempt(shown, () => read(content, shown, report));
}

const READERS: [
  StandardName,
  (data: unknown) => boolean,
  (text: string, shown: string, o: ReadOptions) => Reading,
][] = [
  ['in-toto', isInToto, (text, shown, { keys }) => readInToto(text, shown, keys)],
  ['croissant', isCroissant, readCroissant],
  ['c2pa', isC2paReport, readC2paReport],
  ['dpi', isDpi, readDpi],
  ['oasis', isOasis, readOasis],
];

/** What only a document of a standard has in it, for those that cannot be parsed. */
const MARKS: Record<string, StandardName> = {
  'mlcommons.org/croissant': 'croissant',
  'mlcommons.org/schema': 'croissant',
  'application/vnd.in-toto': 'in-toto',
  'in-toto.io/Statement': 'in-toto',
  active_manifest: 'c2pa',
  'Unique Dataset Identifier': 'dpi',
  'generation-method': 'oasis',
};

function readJson(
  text: string,
  shown: string,
  options: ReadOptions,
): { standard: StandardName; reading: Reading } | null {
  let data: unknown;
  try {
    data = parseJson(text, shown);
  } catch (error) {
    // A document of a standard that is broken or hostile is an error; another file is none of ours.
    const mark = Object.keys(MARKS).find((each) => text.includes(each));
    if (mark === undefined) return null;
    return {
      standard: MARKS[mark],
      reading: failed(shown, (error as Error).message.replace(`${shown}: `, '')),
    };
  }
  const found = READERS.find(([, is]) => is(data));
  if (found === undefined) return null;
  return { standard: found[0], reading: attempt(shown, () => found[2](text, shown, options)) };
}

/** The reading of a file that is in no standard. */
export function unknownReading(shown: string): Reading {
  return readingOf([], [], [{ where: shown, message: 'in no standard that gen0 reads' }]);
}
