/**
 * From a name to what is run: experiments/default.yaml, the world's own defaults, the experiment's file and what the
 * command line says, each over the one before. Every error names the file and line, or the flag.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../../util/errors.js';
import { explainIssue, type Issue } from '../../util/explain-issue.js';
import { didYouMean } from '../../util/nearest.js';
import { parseYaml, type YamlSource } from '../../util/yaml-source.js';
import type { LabInput } from '../lab-input.js';
import type { World } from '../world.js';
import { WORLDS } from '../worlds/index.js';
import { checkExperiment, type Where } from './check-experiment.js';
import {
  attributeSchema,
  claimSchema,
  type Experiment,
  experimentSchema,
  publishedSchema,
} from './experiment.js';
import { sizeOf } from './to-result.js';

/** The files that come with gen0. */
export const EXPERIMENTS = fileURLToPath(new URL('../../../experiments/', import.meta.url));

/** What the command line says over the file; absent = as it is. */
export interface Overrides {
  /** Several: arms named for them. In place of the arms of the file. */
  regimes?: string[];
  samples?: number;
  initial?: number;
  generations?: number;
  seeds?: number;
  seed?: number;
  every?: number;
  /** World parameters, over those that all arms share. */
  with?: Record<string, unknown>;
  /** What the user brought. */
  input?: LabInput;
}

export interface Loaded {
  /** Of the file or world. */
  name: string;
  experiment: Experiment;
  // biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
  world: World<any>;
  /** What was left out of the file because of the overrides. */
  notes: string[];
}

/** Names of the experiments that come with gen0, sorted. */
export function experimentNames(folder: string = EXPERIMENTS): string[] {
  return readdirSync(folder)
    .filter((file) => extname(file) === '.yaml' && file !== 'default.yaml')
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/**
 * `name`: a world, an experiment, or a path with a slash or the extension .yaml; an experiment named for a world is what
 * that world runs. Throws ConfigError for whatever does not fit.
 */
export function loadExperiment(
  name: string,
  overrides: Overrides = {},
  cwd = '.',
  folder = EXPERIMENTS,
): Loaded {
  const isPath = /[/\\]|\.ya?ml$/.test(name);
  const path = isPath ? resolve(cwd, name) : join(folder, `${name}.yaml`);
  if (existsSync(path)) return loadFile(path, isPath ? name : `experiments/${name}.yaml`, overrides, folder);
  const world = WORLDS.find((each) => each.name === name);
  if (isPath)
    throw new ConfigError(`${name}: no such file. gen0 lab list names the experiments that come with gen0`);
  if (world) return build(name, { title: world.title, world: name }, undefined, overrides, folder);
  const known = [...WORLDS.map((each) => each.name), ...experimentNames(folder)];
  throw new ConfigError(
    `${name}: no such world or experiment.${didYouMean(name, known)} gen0 lab list names them; a file ends in .yaml`,
  );
}

function loadFile(path: string, shown: string, overrides: Overrides, folder: string): Loaded {
  const source = parseYaml(read(path, shown), shown);
  if (typeof source.data !== 'object' || source.data === null || Array.isArray(source.data)) {
    throw new ConfigError(
      `${shown}: must hold fields such as "world: gaussian"; see experiments/default.yaml`,
    );
  }
  return build(
    basename(path, extname(path)),
    source.data as Record<string, unknown>,
    source,
    overrides,
    folder,
  );
}

function read(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`${shown}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function build(
  name: string,
  own: Record<string, unknown>,
  source: YamlSource | undefined,
  overrides: Overrides,
  folder: string,
): Loaded {
  const shown = join(folder, 'default.yaml');
  const defaults = parseYaml(read(shown, shown), shown).data as Record<string, unknown>;
  const world = WORLDS.find((each) => each.name === own.world);
  const notes: string[] = [];
  const samples = overrides.samples ?? (overrides.input && world?.samplesFor?.(overrides.input));
  const raw = overridden({ ...defaults, ...world?.defaults, ...own }, { ...overrides, samples }, notes);
  const where: Where = (path) => source?.at(path) ?? name;
  const parsed = experimentSchema.safeParse(raw);
  // Samples, generations and seeds are missing only where the world is.
  if (!world && typeof own.world === 'string')
    throw new ConfigError(`${where(['world'])}: ${noWorld(own.world)}`);
  if (!parsed.success) {
    const { path, message } = explainIssue(parsed.error.issues[0] as Issue, { keysAt, expectation });
    throw new ConfigError(`${where(path)}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`);
  }
  const experiment = parsed.data;
  if (!world) throw new ConfigError(`${where(['world'])}: ${noWorld(experiment.world)}`);
  checkExperiment(experiment, world, where);
  return { name, experiment, world, notes };
}

function noWorld(name: string): string {
  const known = WORLDS.map((each) => each.name);
  return `world: no such world as ${name}.${didYouMean(name, known)} There are ${known.join(', ')}`;
}

/** Figures of the source hold for its own settings only, and claims for the arms that they name. */
function overridden(
  raw: Record<string, unknown>,
  overrides: Overrides,
  notes: string[],
): Record<string, unknown> {
  const { regimes = [], with: own, input, ...fields } = overrides;
  const set = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const result = { ...raw, ...set };
  if (own) result.with = { ...(raw.with as object), ...own };
  if (regimes.length > 0) {
    result.regime = regimes[0];
    result.arms =
      regimes.length === 1 ? {} : Object.fromEntries(regimes.map((regime) => [regime, { regime }]));
    leaveOut('claims', 'they are about the arms of the experiment, and --regime sets others');
    delete result.attribute;
  }
  const changes = ['samples', 'initial', 'generations', 'every'].filter((key) => key in set);
  if (changes.length + regimes.length + Object.keys(own ?? {}).length > 0 || isOther(input, raw.needs)) {
    leaveOut('published', "they are the source's, whose settings differ from those asked for");
  }
  if ('generations' in set && Array.isArray(result.claims)) {
    result.claims = result.claims.map((claim) => {
      const kept = { ...claim };
      for (const key of ['generation', 'controlGeneration', 'baseGeneration']) {
        if (!(claim?.[key] > (set.generations as number))) continue;
        delete kept[key];
        notes.push(`"${claim.text}" is judged at the last generation, not at ${claim[key]}`);
      }
      return kept;
    });
  }
  return result;

  function leaveOut(key: string, why: string): void {
    if (Array.isArray(result[key]) && result[key].length > 0) notes.push(`${key} are left out: ${why}`);
    result[key] = [];
  }
}

/** Whether what was brought is not what the experiment needs, as far as its size tells. */
function isOther(input: LabInput | undefined, needs: unknown): boolean {
  return input !== undefined && sizeOf(input) !== (needs as Experiment['needs'])?.size;
}

/** Keys that may stand where an unknown one was found. */
function keysAt([first, second, ...more]: PropertyKey[]): string[] {
  if (first === undefined) return Object.keys(experimentSchema.shape);
  if (first === 'claims' && more.length === 0) return Object.keys(claimSchema.shape);
  if (first === 'published' && more.length === 0) return Object.keys(publishedSchema.shape);
  if (first === 'attribute') return Object.keys(attributeSchema.shape);
  if (first === 'needs') return Object.keys(experimentSchema.shape.needs.unwrap().shape);
  if (first === 'arms' && second !== undefined) {
    return Object.keys(experimentSchema.shape.arms.unwrap().valueType.shape);
  }
  return [];
}

function expectation([first]: PropertyKey[]): string {
  return first === 'published'
    ? 'write a number, a band as [low, high], or the arm that it is to equal'
    : 'does not fit; see experiments/default.yaml';
}
