/**
 * Hugging Face dataset cards: the YAML between `---` lines at the head of a README.md
 * (https://github.com/huggingface/hub-docs/blob/main/datasetcard.md).
 *
 * `language_creators` says who wrote the texts. `machine-generated` is synthetic, beside another value mixed;
 * `crowdsourced` and `expert-generated` declare human; `found` says nothing of who wrote what was found.
 * `annotations_creators` is about labels. The tag `synthetic` is a habit, and counts as a declaration.
 */
import { stringify } from 'yaml';
import { DataError } from '../../util/errors.js';
import { parseYaml } from '../../util/yaml-source.js';
import { type Evidence, type Origin, SOURCE_ID, type SourceCard } from '../card.js';
import { plainData } from '../plain-data.js';
import { carriedEvidence, carriedUnmapped, isFraction, settleDeclared } from './declared.js';
import { idOf, isObject, makeCard, objectOf, type Reading, readingOf, restOf, textsOf } from './reading.js';
import { sourceType } from './source-type.js';

const MAPPED = ['pretty_name', 'license', 'license_name', 'language_creators', 'gen0'];
/** Words of `gen0`, the block that carries what the standard has no field for. */
const LONGEST = 1_000_000;

const CREATORS: Record<string, Origin | undefined> = {
  'machine-generated': 'synthetic',
  crowdsourced: 'human',
  'expert-generated': 'human',
};

/** The YAML at the head of a text, or null where there is none. */
export function frontMatter(text: string): string | null {
  const found = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  return found === null ? null : found[1];
}

/** Keys that only dataset cards have, beside those that every page may. */
const OWN_KEYS =
  /^(annotations_creators|language_creators|language|license|pretty_name|size_categories|source_datasets|task_categories|task_ids|dataset_info|configs|gen0)\s*:/m;

/** Whether a head is that of a dataset card, and not of some page. */
export function isHuggingFace(yaml: string): boolean {
  return OWN_KEYS.test(yaml);
}

export function readHuggingFace(text: string, shown: string): Reading {
  const yaml = frontMatter(text);
  if (yaml === null) throw new DataError(`${shown}: no YAML between --- lines at its head`);
  if (yaml.length > LONGEST) throw new DataError(`${shown}: ${yaml.length} characters of YAML; refused`);
  const data = objectOf(plainData(parseYaml(yaml, shown).data, shown), shown);
  return readingOf([cardOf(data, shown, /^# +(.+)$/m.exec(text.slice(yaml.length))?.[1])]);
}

function cardOf(data: Record<string, unknown>, shown: string, heading: string | undefined): SourceCard {
  const own = isObject(data.gen0) ? data.gen0 : {};
  const declared: Evidence[] = [];
  for (const creator of textsOf(data.language_creators)) {
    declared.push(said(`language_creators: ${creator}`, CREATORS[creator]));
  }
  if (
    textsOf(data.language_creators).includes('found') &&
    textsOf(data.language_creators).includes('machine-generated')
  )
    declared.push(said('language_creators: found beside machine-generated', 'mixed'));
  for (const tag of textsOf(data.tags)) {
    if (/^(synthetic|synthetic-data|machine-generated)$/i.test(tag))
      declared.push(said(`tag: ${tag}`, 'synthetic'));
  }
  const type = typeof own.digitalSourceType === 'string' ? sourceType(own.digitalSourceType) : null;
  const { evidence, origin } = settleDeclared({
    evidence: declared,
    type,
    carried: { origin: own.origin, evidence: carriedEvidence(own.evidence) },
  });
  const [name] = textsOf(data.pretty_name);
  const licence = [...textsOf(data.license), ...textsOf(data.license_name)].filter(
    (each) => each !== 'other',
  );
  return makeCard(
    {
      id:
        typeof own.id === 'string' && SOURCE_ID.test(own.id)
          ? own.id
          : idOf(name ?? folderOf(shown) ?? heading ?? shown),
      title: name,
      origin,
      humanFraction: isFraction(own.humanFraction, origin) ? own.humanFraction : undefined,
      digitalSourceType: type?.uri,
      generator: isObject(own.generator) ? (own.generator as SourceCard['generator']) : undefined,
      collectedAt: typeof own.collectedAt === 'string' ? own.collectedAt : undefined,
      licence: licence.length > 0 ? licence.join('; ') : textsOf(data.license)[0],
      parents: textsOf(own.parents),
      sha256: typeof own.sha256 === 'string' ? own.sha256 : undefined,
      files: Array.isArray(own.files) ? (own.files as SourceCard['files']) : [],
      attestation: isObject(own.attestation) ? (own.attestation as SourceCard['attestation']) : undefined,
      evidence,
      unmapped: { ...restOf(data, MAPPED), ...carriedUnmapped(own.unmapped) },
    },
    shown,
  );
}

function said(statement: string, supports?: Origin): Evidence {
  return { kind: 'declaration', statement, ...(supports ? { supports } : {}) };
}

function folderOf(shown: string): string | undefined {
  const parts = shown.split('/').filter((part) => part !== '' && part !== '.');
  return parts.at(-2);
}

/** Fields of a dataset card that a source card has only under `unmapped`; they go back to where they were. */
const NATIVE =
  /^(annotations_creators|configs|dataset_info|extra_gated_.+|language|license_link|license_name|multilinguality|paperswithcode_id|size_categories|source_datasets|tags|task_categories|task_ids|train-eval-index|viewer)$/;

/** A card as the head of a README.md. */
export function writeHuggingFace(card: SourceCard): string {
  const { id, title, licence, origin, unmapped = {}, ...rest } = card;
  const tags = [
    ...new Set([...textsOf(unmapped.tags), ...(SYNTHETIC.includes(origin) ? ['synthetic'] : [])]),
  ];
  const native = Object.keys(unmapped).filter((key) => NATIVE.test(key));
  const carried = Object.fromEntries(
    Object.entries({ id, origin, ...rest, unmapped: restOf(unmapped, native) }).filter(
      ([, value]) => !isEmpty(value),
    ),
  );
  const data = {
    pretty_name: title,
    license: licence,
    language_creators: {
      human: undefined,
      unknown: undefined,
      synthetic: ['machine-generated'],
      mixed: undefined,
    }[origin],
    ...Object.fromEntries(native.map((key) => [key, unmapped[key]])),
    tags: tags.length > 0 ? tags : undefined,
    gen0: carried,
  };
  return `---\n${stringify(data)}---\n\n# ${title ?? id}\n`;
}

const SYNTHETIC: Origin[] = ['synthetic', 'mixed'];

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
