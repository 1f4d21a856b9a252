/** `--by` and `--group`: reads both sides again, once to count the values of the fields and once to profile slices. */
import type { SlicedField, SliceSides } from '../audit/slices.js';
import { NO_LABEL } from '../corpus/document.js';
import type { SliceField, SliceProfiles, ValueCounts } from '../profile/slices.js';
import { UsageError } from '../util/errors.js';
import { formatCount } from '../util/format.js';
import { didYouMean } from '../util/nearest.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { isProfileName } from './corpora.js';
import { defined, isSet, listFlag } from './flags.js';
import { startProgress } from './progress.js';
import type { AuditSettings, NamedCorpus } from './settings.js';

const PARTS = ['year', 'month', 'decade'] as const;
/** A slice with fewer documents is counted but not compared by itself. */
const LEAST_DOCUMENTS = 30;
/** Slices of one field that are compared, by size. */
const MOST_SLICES = 24;
/** Groups that are told one by one. */
const MOST_GROUPS = 1000;

interface Asked extends SliceField {
  shown: string;
  role: 'by' | 'group';
}

/** The fields that the flags name. Throws UsageError for a part of a date that there is not. */
export function askedSlices(args: Args): Asked[] {
  const asked: Asked[] = [];
  for (const role of ['by', 'group'] as const) {
    for (const shown of listFlag(args, role)) {
      const [field, part] = split(shown, role);
      if (asked.some((each) => each.shown === shown && each.role === role)) continue;
      asked.push(defined({ field, part, shown, role }));
    }
  }
  return asked;
}

function split(shown: string, role: string): [string, SliceField['part']] {
  const at = shown.lastIndexOf(':');
  if (at <= 0) return [shown, undefined];
  const word = shown.slice(at + 1);
  const part = PARTS.find((each) => each === word);
  if (part !== undefined) return [shown.slice(0, at), part];
  throw new UsageError(
    `--${role} ${shown}: a date is cut by year, month or decade.${didYouMean(word, PARTS)}`,
  );
}

/** A reader of slices for the corpora of one audit, which throws UsageError for what cannot be read again; what is read of the reference is kept between them. */
export function slicer(asked: Asked[], settings: AuditSettings, args: Args, context: Context) {
  const { reference, profile } = settings;
  if (asked.length > 0) {
    for (const side of [...settings.corpora, reference]) checkReadable(side, asked[0]);
  }
  const kept = new Map<string, SliceProfiles[]>();
  let counted: ValueCounts[] | undefined;
  const optionsOf = ({ field, idField, unit }: NamedCorpus, label: string) => {
    const progress = startProgress(label, isSet(args, 'quiet'), context);
    const { tokeniser, seed, memory = 1e9, read } = profile;
    const options = {
      ...defined({ tokeniser, seed }),
      memory: memory / 2,
      read: { ...defined({ field, idField, unit }), ...read },
      onProgress: progress.update,
      signal: context.signal,
    };
    return { options, progress };
  };
  return async (corpus: NamedCorpus): Promise<SlicedField[]> => {
    if (asked.length === 0) return [];
    const { countSlices, profileSlices } = await context.engine.slicing();
    const count = async (side: NamedCorpus) => {
      const { options, progress } = optionsOf(side, `counting slices of ${side.name}`);
      try {
        return await countSlices(side.paths, asked, options);
      } finally {
        progress.end();
      }
    };
    const cut = async (side: NamedCorpus, wanted: string[][]) => {
      const { options, progress } = optionsOf(side, `reading slices of ${side.name}`);
      try {
        return await profileSlices(side.paths, asked, wanted, options);
      } finally {
        progress.end();
      }
    };
    counted ??= await count(reference);
    const inReference = counted;
    const inCorpus = await count(corpus);
    const values = asked.map((field, i) =>
      valuesOf(field, inCorpus[i], inReference[i], corpus.name, reference.name),
    );
    const enough = (documents: number) => documents >= LEAST_DOCUMENTS;
    const wanted = values.map((list, i) =>
      list
        .filter(({ documents, referenceDocuments }) =>
          enough(asked[i].role === 'by' ? documents : Math.min(documents, referenceDocuments)),
        )
        .slice(0, MOST_SLICES)
        .map(({ value }) => value),
    );
    const wantedOfReference = values.map((list, i) => {
      const able = list.filter(({ referenceDocuments }) => enough(referenceDocuments));
      const same = able.filter(({ value }) => wanted[i].includes(value));
      // The other dates show how far human text moves by itself.
      const dates = asked[i].part === undefined ? [] : able.filter((each) => !same.includes(each));
      return [...same, ...dates].slice(0, MOST_SLICES).map(({ value }) => value);
    });
    const ofCorpus = await cut(corpus, wanted);
    const key = JSON.stringify(wantedOfReference);
    const ofReference = kept.get(key) ?? (await cut(reference, wantedOfReference));
    kept.set(key, ofReference);
    return asked.map(({ shown, part, role }, i) =>
      defined({
        field: shown,
        role,
        dated: part !== undefined,
        values: values[i].map((sides) =>
          defined({
            ...sides,
            corpus: ofCorpus[i].slices.get(sides.value),
            reference: ofReference[i].slices.get(sides.value),
          }),
        ),
        corpusRest: ofCorpus[i].rest,
        referenceRest: ofReference[i].rest,
      }),
    );
  };
}

function checkReadable({ paths }: NamedCorpus, { role, shown }: Asked): void {
  const profile = paths.find(isProfileName);
  if (profile !== undefined) {
    throw new UsageError(
      `--${role} ${shown}: ${profile} is a profile, which keeps no fields of its documents; name the documents themselves`,
    );
  }
  if (paths.includes('-')) {
    throw new UsageError(
      `--${role} ${shown}: slices are read several times, and stdin can be read once; save it to a file first`,
    );
  }
}

/** All values of both sides, the largest first. Throws UsageError where the field is nowhere, or has too many groups. */
function valuesOf(
  { shown, field, part, role }: Asked,
  corpus: ValueCounts,
  reference: ValueCounts,
  corpusName: string,
  referenceName: string,
): SliceSides[] {
  const what = part === undefined ? `a field "${field}"` : `a field "${field}" with an ISO date or a year`;
  const sides: [ValueCounts, string][] = [[corpus, corpusName]];
  if (role === 'group') sides.push([reference, referenceName]);
  for (const [counts, name] of sides) {
    if ([...counts.keys()].some((value) => value !== NO_LABEL)) continue;
    throw new UsageError(`--${role} ${shown}: no document of ${name} has ${what}; check the name`);
  }
  if (role === 'group' && reference.size > MOST_GROUPS) {
    throw new UsageError(
      `--group ${shown}: ${formatCount(reference.size)} groups in ${referenceName}, at most ${formatCount(MOST_GROUPS)} are told one by one. Use --by`,
    );
  }
  const values = [...new Set([...corpus.keys(), ...reference.keys()])].map((value) => ({
    value,
    documents: corpus.get(value) ?? 0,
    referenceDocuments: reference.get(value) ?? 0,
  }));
  const size = (each: SliceSides) => (role === 'by' ? each.documents : each.referenceDocuments);
  values.sort((a, b) => size(b) - size(a) || (a.value < b.value ? -1 : 1));
  return values;
}
