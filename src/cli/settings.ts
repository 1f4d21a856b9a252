/** What an audit is to do: flags over configuration over defaults, checked before anything is read. */
import type { TaskScore } from '../audit/diagnosis.js';
import type { Lineage } from '../audit/result.js';
import type { Config, CorpusConfig, Gates } from '../config/config.js';
import { type FailOn, withFailOn } from '../config/gates.js';
import { UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { configOf, shownPath, storeOf } from './audits.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { nameOfPaths } from './corpora.js';
import { type EmbedderSettings, embedderSettings } from './embedder.js';
import type { MetricCard, ProfileFlags } from './engine.js';
import { choiceFlag, defined, isSet, listFlag, profileFlags, textFlag } from './flags.js';
import { type ScorerSettings, scorerSettings } from './scorer.js';
import { scoresOf } from './scores.js';

export interface NamedCorpus extends CorpusConfig {
  name: string;
}

export interface AuditSettings {
  corpora: NamedCorpus[];
  reference: NamedCorpus;
  profile: ProfileFlags;
  /** Tokeniser and seed were set by no one: a saved profile may decide them. */
  rulesOpen: boolean;
  /** From the flag: over what the corpora declare. */
  lineage?: Lineage;
  gates: Gates;
  only?: string[];
  scores?: TaskScore[];
  embedding: EmbedderSettings;
  scoring: ScorerSettings;
  store: string;
  /** There is a configuration file. */
  configured: boolean;
}

/** Throws UsageError or ConfigError for whatever does not fit together. */
export async function auditSettings(args: Args, context: Context): Promise<AuditSettings> {
  const config = await configOf(args, context);
  const flags = profileFlags(args);
  const references = listFlag(args, 'reference');
  const reference =
    references.length > 0
      ? named(nameOfPaths(references), { paths: references })
      : config?.reference && shownCorpus(undefined, config.reference, context);
  if (!reference) {
    throw new UsageError(
      'no reference: what is the corpus to be compared with? Add --reference human.jsonl, or write gen0.yaml with gen0 init',
    );
  }
  const generations = isSet(args, 'generations') && args.positionals.length > 0;
  const corpora = generations
    ? args.positionals.flatMap((path) => corporaOf([path], config, context))
    : corporaOf(args.positionals, config, context);
  const streams = [...corpora, reference].flatMap(({ paths }) => paths).filter((path) => path === '-');
  if (streams.length > 1) throw new UsageError('-: only one corpus can come from stdin');
  const { seed, tokeniser, memory } = config ?? {};
  const failOn = choiceFlag<FailOn>(args, 'fail-on', ['early', 'late', 'never']);
  const lineage = choiceFlag<Lineage>(args, 'lineage', ['descendant', 'same-source', 'unknown']);
  return {
    corpora: corpora.map((corpus) => defined({ ...corpus, lineage: corpus.lineage ?? config?.lineage })),
    reference,
    profile: { ...defined({ seed, tokeniser, memory }), ...flags },
    rulesOpen: (flags.seed ?? seed) === undefined && (flags.tokeniser ?? tokeniser) === undefined,
    lineage,
    gates: withFailOn(config?.gates ?? {}, failOn),
    only: onlyFlag(args, await context.engine.metrics()),
    scores: await scoresOf(args),
    embedding: embedderSettings(args, config),
    scoring: scorerSettings(args),
    store: storeOf(args, config, context),
    configured: config !== undefined,
  };
}

/** Paths on the command line are one corpus; names from the configuration are one each; none is all of them. */
export function corporaOf(given: string[], config: Config | undefined, context: Context): NamedCorpus[] {
  const known = config?.corpora ?? {};
  const asked = given.length === 0 ? Object.keys(known) : given.filter((word) => Object.hasOwn(known, word));
  if (given.length > asked.length) {
    if (asked.length > 0) {
      throw new UsageError(
        `${asked[0]} is a corpus of ${config!.file}, ${given.find((word) => !asked.includes(word))} is a path: audit them one at a time`,
      );
    }
    return [named(nameOfPaths(given), { paths: given })];
  }
  if (asked.length === 0) {
    throw new UsageError(
      'no corpus: gen0 audit crawl.jsonl --reference human.jsonl, or write gen0.yaml with gen0 init',
    );
  }
  return asked.map((name) => shownCorpus(name, known[name], context));
}

function named(name: string, corpus: CorpusConfig): NamedCorpus {
  return { name, ...corpus };
}

/** Paths from the configuration are shown as from the working folder. */
function shownCorpus(name: string | undefined, corpus: CorpusConfig, context: Context): NamedCorpus {
  const paths = corpus.paths.map((path) => (path === '-' ? path : shownPath(path, context)));
  return named(name ?? nameOfPaths(paths), { ...corpus, paths });
}

function onlyFlag(args: Args, metrics: readonly MetricCard[]): string[] | undefined {
  const value = textFlag(args, 'only');
  if (value === undefined) return undefined;
  const known = [...new Set(metrics.flatMap(({ id, group }) => [id, group]))];
  const only = value.split(',').map((word) => word.trim());
  for (const word of only) {
    if (!known.includes(word)) {
      throw new UsageError(
        `--only ${word}: no such metric or group.${didYouMean(word, known)} gen0 metrics lists them`,
      );
    }
  }
  return only;
}
