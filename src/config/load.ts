/**
 * Reads and checks `gen0.yaml` or `gen0.json`. Every error names the file, the line and, for a mistyped word,
 * the nearest right one. JSON is read as YAML, of which it is a subset, so both have line numbers.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '../util/errors.js';
import { explainIssue, type Issue } from '../util/explain-issue.js';
import { parseSize } from '../util/format.js';
import { didYouMean } from '../util/nearest.js';
import { parseYaml } from '../util/yaml-source.js';
import { type Config, type CorpusConfig, type Gates, MIXTURE_GATE } from './config.js';
import { configSchema, type RawConfig } from './schema.js';

const FILES = ['gen0.yaml', 'gen0.yml', 'gen0.json'];

/** The config file of a folder, or undefined. Throws ConfigError when there are two. */
export function findConfig(folder: string): string | undefined {
  const found = FILES.filter((name) => existsSync(join(folder, name)));
  if (found.length > 1) {
    throw new ConfigError(
      `${found.join(' and ')}: two configurations in one folder; keep one, or pick with --config`,
    );
  }
  return found.length === 0 ? undefined : join(folder, found[0]);
}

/** Loads a config file; `shown` names it in errors. Throws ConfigError when it is missing or wrong. */
export function loadConfig(path: string, metricIds: readonly string[], shown: string = path): Config {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message;
    throw new ConfigError(`${shown}: ${why}. gen0 init writes one`);
  }
  return parseConfig(source, metricIds, shown, dirname(resolve(path)));
}

/** Parses the text of a config file; relative paths start at `folder`, gates may name `metricIds` and `verdict`. */
export function parseConfig(
  source: string,
  metricIds: readonly string[],
  shown: string,
  folder: string,
): Config {
  const { data, at } = parseYaml(source, shown);
  const parsed = configSchema.safeParse(data);
  if (!parsed.success) {
    const { path, message } = explainIssue(parsed.error.issues[0] as Issue, { keysAt, expectation });
    const name = path.length > 0 ? `${path.join('.')}: ` : '';
    throw new ConfigError(`${at(path)}: ${name}${message}`);
  }
  const known = [...metricIds, 'verdict', MIXTURE_GATE];
  for (const id of Object.keys(parsed.data.gates ?? {})) {
    if (known.includes(id)) continue;
    const where = at(['gates', id]);
    throw new ConfigError(
      `${where}: gates.${id}: no such metric.${didYouMean(id, known)} gen0 metrics lists them`,
    );
  }
  return resolveConfig(parsed.data, shown, folder);
}

function expectation([first, second]: PropertyKey[]): string {
  if (first === 'gates') {
    if (second === MIXTURE_GATE) return 'write off, warn or error, or [error, { min: 0.3 }]';
    return second === 'verdict'
      ? 'write off, warn or error, or [error, { worst: healthy }]'
      : 'write off, warn or error, or [error, { min-ratio: 0.9 }]';
  }
  if (first === 'memory') return 'not a size; write 1GB, 512MB or 1GiB';
  return 'write a path, a list of paths, or { path: …, field: … }';
}

/** Keys that may stand where an unknown one was found. */
function keysAt(path: PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  if (path[1] === MIXTURE_GATE) return ['min'];
  if (path[0] === 'gates') return path[1] === 'verdict' ? ['worst'] : ['min-ratio', 'max-ratio'];
  const read = ['path', 'field', 'id-field', 'unit'];
  return path[0] === 'corpora' ? [...read, 'lineage'] : read;
}

function resolveConfig(raw: RawConfig, file: string, folder: string): Config {
  const corpora: Config['corpora'] = {};
  for (const [name, corpus] of Object.entries(raw.corpora ?? {})) corpora[name] = corpusOf(corpus, folder);
  const gates: Gates = {};
  for (const [id, gate] of Object.entries(raw.gates ?? {})) {
    const [level, options] = Array.isArray(gate) ? gate : [gate, {}];
    gates[id] = {
      level: level as Gates[string]['level'],
      ...('min-ratio' in options && { minRatio: options['min-ratio'] }),
      ...('max-ratio' in options && { maxRatio: options['max-ratio'] }),
      ...('min' in options && { min: options.min as number }),
      ...('worst' in options && { worst: options.worst as Gates[string]['worst'] }),
    };
  }
  const { reference, memory, store, seed, tokeniser, lineage, embedder } = raw;
  const { 'embedder-model': embedderModel, 'embedder-key-env': embedderKeyEnv } = raw;
  return {
    file,
    corpora,
    gates,
    ...(reference !== undefined && { reference: corpusOf(reference, folder) }),
    ...(memory !== undefined && { memory: typeof memory === 'number' ? memory : parseSize(memory) }),
    ...(store !== undefined && { store: resolve(folder, store) }),
    ...(embedder !== undefined && {
      embedder: /^https?:\/\//i.test(embedder) ? embedder : resolve(folder, embedder),
    }),
    ...(embedderModel !== undefined && { embedderModel }),
    ...(embedderKeyEnv !== undefined && { embedderKeyEnv }),
    ...(seed !== undefined && { seed }),
    ...(tokeniser !== undefined && { tokeniser }),
    ...(lineage !== undefined && { lineage }),
  };
}

type RawCorpus = NonNullable<RawConfig['corpora']>[string];

function corpusOf(raw: RawCorpus, folder: string): CorpusConfig {
  const full = typeof raw === 'string' || Array.isArray(raw) ? { path: raw } : raw;
  const paths = [full.path].flat().map((path) => (path === '-' ? path : resolve(folder, path)));
  const { field, unit, 'id-field': idField } = full;
  return {
    paths,
    ...(field !== undefined && { field }),
    ...(idField !== undefined && { idField }),
    ...(unit !== undefined && { unit }),
    ...('lineage' in full && full.lineage !== undefined && { lineage: full.lineage }),
  };
}
