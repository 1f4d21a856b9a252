/**
 * IPTC digital source types (NewsCodes, CC BY 4.0, https://cv.iptc.org/newscodes/digitalsourcetype/) and which origin
 * each speaks for. C2PA, schema.org and XMP use the same list, each spelt in its own way.
 *
 * Where a type leaves open whether a person or a machine made the content (`composite`, `screenCapture`), it speaks for
 * neither.
 */
import type { Origin } from '../card.js';

export const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const C2PA = 'http://c2pa.org/digitalsourcetype/';

export const SOURCE_TYPES: Readonly<Record<string, Origin>> = {
  digitalCapture: 'human',
  computationalCapture: 'human',
  negativeFilm: 'human',
  positiveFilm: 'human',
  print: 'human',
  digitalCreation: 'human',
  humanEdits: 'human',
  minorHumanEdits: 'human',
  digitalArt: 'human',
  compositeCapture: 'human',
  algorithmicallyEnhanced: 'mixed',
  compositeSynthetic: 'mixed',
  compositeWithTrainedAlgorithmicMedia: 'mixed',
  trainedAlgorithmicMedia: 'synthetic',
  algorithmicMedia: 'synthetic',
  trainedAlgorithmicData: 'synthetic',
  softwareImage: 'unknown',
  dataDrivenMedia: 'unknown',
  screenCapture: 'unknown',
  virtualRecording: 'unknown',
  composite: 'unknown',
  empty: 'unknown',
};

/** C2PA's own two. */
const OF_C2PA = ['trainedAlgorithmicData', 'empty'];

/**
 * The URI and the origin of a source type, spelt as a URI (`http` or `https`), a code, a QCode (`digsrctype:…`) or
 * schema.org's name (`TrainedAlgorithmicMediaDigitalSource`). Null for one that is not in the list.
 */
export function sourceType(spelt: string): { code: string; uri: string; origin: Origin } | null {
  const last = spelt.trim().split(/[/:#]/).at(-1) ?? '';
  const bare = last.replace(/DigitalSource$/, '');
  const code = Object.keys(SOURCE_TYPES).find((each) => each.toLowerCase() === bare.toLowerCase());
  if (code === undefined) return null;
  return { code, uri: `${OF_C2PA.includes(code) ? C2PA : IPTC}${code}`, origin: SOURCE_TYPES[code] };
}

/** The type that an origin is written as; unknown has none. */
export function sourceTypeOf(origin: Origin): string | undefined {
  const code = {
    human: 'digitalCreation',
    synthetic: 'trainedAlgorithmicMedia',
    mixed: 'compositeWithTrainedAlgorithmicMedia',
    unknown: undefined,
  }[origin];
  return code && `${IPTC}${code}`;
}

/** schema.org's name of a type, or null for those it has none for. */
export function schemaOrgName(uri: string): string | null {
  const found = sourceType(uri);
  if (!found || OF_C2PA.includes(found.code)) return null;
  return `https://schema.org/${found.code[0].toUpperCase()}${found.code.slice(1)}DigitalSource`;
}
