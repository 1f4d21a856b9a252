/**
 * The Data Provenance Initiative's collection (https://github.com/Data-Provenance-Initiative): files of dataset entries
 * that people audited, for text, speech and video.
 *
 * `Model Generated` names the models that wrote texts of a dataset. An entry that names one and no other source of its
 * texts (text sources, parent datasets, human annotation) is synthetic; with another source beside it, mixed, with an
 * open share. `Human Annotation` is about labels and says nothing of who wrote the texts, and an empty `Model Generated`
 * is no evidence, so the rest is unknown. A year of release before the cut-off is kept as evidence of its own kind.
 */
import { parseJson } from '../../util/strict-json.js';
import type { Evidence, SourceCard } from '../card.js';
import { dateEvidence } from './date-evidence.js';
import {
  type Fault,
  idOf,
  isObject,
  listOf,
  makeCard,
  objectOf,
  type Reading,
  readingOf,
  restOf,
  textsOf,
} from './reading.js';
import { IPTC, sourceTypeOf } from './source-type.js';

const ID = 'Unique Dataset Identifier';
const MAPPED = [
  ID,
  'Dataset Name',
  'Collection',
  'Model Generated',
  'Human Annotation',
  'Derived from Datasets',
  'Year Released',
];
const HOME = 'https://github.com/Data-Provenance-Initiative/Data-Provenance-Collection';

/** Whether a parsed JSON document is a file of the collection. */
export function isDpi(data: unknown): boolean {
  if (!isObject(data)) return false;
  const entries = Object.values(data);
  return entries.length > 0 && entries.every((entry) => isObject(entry) && Object.hasOwn(entry, ID));
}

export function readDpi(text: string, shown: string): Reading {
  const cards: SourceCard[] = [];
  const errors: Fault[] = [];
  const skipped: Fault[] = [];
  for (const [name, entry] of Object.entries(objectOf(parseJson(text, shown), shown))) {
    const where = `${shown}: ${name}`;
    try {
      const record = objectOf(entry, 'the entry');
      if (isTemplate(record)) {
        skipped.push({ where, message: 'the template of the collection: it says what the fields mean' });
      } else {
        cards.push(cardOf(record, where));
      }
    } catch (error) {
      errors.push({ where, message: (error as Error).message.replace(`${where}: `, '') });
    }
  }
  return readingOf(cards, errors, skipped);
}

/** The collection's `_template.json` has descriptions such as `string: Common name of dataset` as values. */
function isTemplate(record: Record<string, unknown>): boolean {
  return typeof record[ID] === 'string' && /^string\b.*:/.test(record[ID]);
}

function cardOf(record: Record<string, unknown>, where: string): SourceCard {
  const [id] = textsOf(record[ID]);
  if (id === undefined) throw new Error(`no ${ID}`);
  const [collection = ''] = textsOf(record.Collection);
  const models = textsOf(record['Model Generated']);
  const derived = textsOf(record['Derived from Datasets']);
  const annotated = record['Human Annotation'] === 'Yes';
  const evidence: Evidence[] = [];
  if (models.length > 0) {
    evidence.push(said(`Model Generated: ${models.join(', ')}`, 'synthetic'));
  }
  if (typeof record['Human Annotation'] === 'string') {
    evidence.push(
      said(`Human Annotation: ${record['Human Annotation']} (of labels, not of who wrote the texts)`),
    );
  }
  const year = record['Year Released'];
  if (typeof year === 'number') evidence.push(dateEvidence(String(year), 'released', HOME));
  const others = [
    ...(textsOf(record['Text Sources']).length > 0 ? ['text sources'] : []),
    ...(derived.length > 0 ? ['parent datasets'] : []),
    ...(annotated ? ['human annotation'] : []),
  ];
  const origin = models.length === 0 ? 'unknown' : others.length > 0 ? 'mixed' : 'synthetic';
  if (origin === 'mixed') evidence.push(said(`beside models: ${others.join(', ')}`, 'mixed'));
  const licences = textsOf(listOf(record.Licenses).map((each) => (isObject(each) ? each.License : each)));
  const templates = models.length > 0 && models.every((model) => model === 'templates');
  return makeCard(
    {
      id: idOf('dpi', collection, id),
      title: textsOf(record['Dataset Name'])[0],
      origin,
      digitalSourceType:
        origin === 'synthetic' && templates ? `${IPTC}algorithmicMedia` : sourceTypeOf(origin),
      generator: models.length > 0 ? { model: models.join(', ') } : undefined,
      licence: licences.length > 0 ? licences.join('; ') : undefined,
      evidence,
      unmapped: {
        // Names of datasets, which are not ids of sources.
        ...(derived.length > 0 ? { 'Derived from Datasets': derived } : {}),
        ...restOf(record, MAPPED),
      },
    },
    where,
  );
}

function said(statement: string, supports?: Evidence['supports']): Evidence {
  return { kind: 'declaration', statement, ...(supports ? { supports } : {}), reference: HOME };
}
