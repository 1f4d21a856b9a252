/** Looks at all sources, in threads, and checks that their files are those that the cards are about. */
import { realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expandInputs, type Input, planShards, type ReadOptions } from '../corpus/index.js';
import { rootOf } from '../provenance/index.js';
import { DataError } from '../util/errors.js';
import { attributeFile } from './attributes.js';
import { listOf, type MixConfig } from './config.js';
import { joinParts, type MixIndex } from './mix-index.js';
import type { MixTask } from './mix-messages.js';
import { type CountedSource, pathsOf } from './mix-sources.js';
import { runTasks, type TaskOptions } from './run-tasks.js';
import type { ScanTally } from './scan-messages.js';

export interface ScanSettings extends TaskOptions {
  store: string;
  /** What relative paths of the configuration start at. */
  folder: string;
  /** Folder for records that do not lie in plain JSON Lines; none: they are only measured. */
  spool?: string;
  /** Gather the fields, for Parquet. */
  columns: boolean;
  onStart?(totalBytes: number): void;
}

export interface InputFile {
  /** As shown, and of its bytes. */
  path: string;
  sha256: string;
  source: number;
}

export interface Scanned {
  index: MixIndex;
  /** By source. */
  tallies: ScanTally[];
  inputs: InputFile[];
  columns: Record<string, number>;
  warnings: string[];
  /** Throws DataError where a file has changed since. */
  assertUnchanged(): void;
}

/** Pieces that threads take. */
const PIECE = 16e6;

export async function scanSources(
  sources: readonly CountedSource[],
  config: MixConfig,
  settings: ScanSettings,
): Promise<Scanned> {
  const { spool, columns } = settings;
  const found: { source: number; input: Input; read: ReadOptions }[] = [];
  for (const [source, counted] of sources.entries()) {
    const read = readOf(counted);
    for (const input of await expandInputs(filesOf(counted, settings), read)) {
      if (input.stream || input.path === '-') {
        throw new DataError(`${input.path}: a mixture reads its sources twice. Save it to a file first`);
      }
      found.push({ source, input, read });
    }
  }
  assertOnce(found.map(({ input, source }) => ({ path: input.path, name: sources[source].card.id })));
  const stamps = found.map(({ input }) => stampOf(input.path));
  settings.onStart?.(found.reduce((sum, { input }) => sum + input.bytes, 0));
  const near = config.filters?.['near-duplicates'] ?? false;
  const tasks: MixTask[] = found.map(({ input }) => ({ do: 'hash', path: input.path }));
  const pieces: { file: number; path: string }[] = [];
  for (const [file, { source, input, read }] of found.entries()) {
    const { attributes, keep } = sources[source].config;
    const folders = listOf(attributes).map((path) => resolve(settings.folder, path));
    const whole = folders.length > 0 || input.format !== 'jsonl';
    const plain = input.format === 'jsonl' && input.compression === 'none';
    const spooled = plain || spool === undefined ? undefined : join(spool, `${file}.jsonl`);
    for (const shard of planShards([input], whole ? Number.POSITIVE_INFINITY : PIECE, {})) {
      pieces.push({ file, path: spooled ?? input.path });
      tasks.push({
        do: 'scan',
        request: {
          shard,
          read,
          signatures: near !== false,
          loops: config.filters?.loops ?? false,
          attributes: folders.map((path) => attributeFile(input.path, path)),
          keep: listOf(keep),
          stratum: config.boost && { field: config.boost.field, attribute: config.boost.attribute },
          spool: spooled,
          columns,
        },
      });
    }
  }
  const results = await runTasks(tasks, settings);
  const inputs = found.map(({ input, source }, i) => ({
    path: input.path,
    sha256: results[i].sha256!,
    source,
  }));
  const warnings = checkCovered(inputs, sources, settings.store);
  const done = results.slice(found.length);
  const joined = joinParts(
    done.map(({ part }, i) => ({ part: part!, ...pieces[i], source: found[pieces[i].file].source })),
    sources.length,
    found.map(({ input, read }) => ({ input, read })),
  );
  return {
    ...joined,
    inputs,
    warnings,
    assertUnchanged() {
      for (const [i, { path }] of inputs.entries()) {
        if (stampOf(path) !== stamps[i]) {
          throw new DataError(`${path}: changed while it was read. Start again when nothing writes to it`);
        }
      }
    },
  };
}

export function readOf({ config: { field, id_field: idField, unit } }: CountedSource): ReadOptions {
  return {
    ...(field !== undefined && { field }),
    ...(idField !== undefined && { idField }),
    ...(unit !== undefined && { unit }),
  };
}

/** The paths of the configuration, or the files of the card. */
export function filesOf(
  source: CountedSource,
  { folder, store }: Pick<ScanSettings, 'folder' | 'store'>,
): string[] {
  const paths = pathsOf(source);
  if (paths.length > 0) return paths.map((path) => (path === '-' ? path : resolve(folder, path)));
  if (source.card.files.length === 0) {
    throw new DataError(`${source.card.id}: no paths, and the card names no files. Add paths to the source`);
  }
  return source.card.files.map(({ path }) => resolve(rootOf(store), path));
}

/** A file in two sources would count twice, under two origins. */
function assertOnce(files: readonly { path: string; name: string }[]): void {
  const seen = new Map<string, string>();
  for (const { path, name } of files) {
    const real = realpathSync(path);
    const before = seen.get(real);
    if (before !== undefined)
      throw new DataError(`${path}: in ${before} and in ${name}. Leave it in one of the two`);
    seen.set(real, name);
  }
}

/** What a card says holds for the files that it was accepted with, and no others. */
function checkCovered(
  inputs: readonly InputFile[],
  sources: readonly CountedSource[],
  store: string,
): string[] {
  const bare = new Set<string>();
  for (const { path, sha256, source } of inputs) {
    const { id, files } = sources[source].card;
    if (files.length === 0) {
      bare.add(id);
      continue;
    }
    if (files.some((file) => file.sha256 === sha256)) continue;
    const there = files.some((file) => resolve(rootOf(store), file.path) === resolve(path));
    throw new DataError(
      `${path}: ${there ? 'changed since its card was accepted' : `not among the files of the card ${id}`}. ` +
        `Add it: gen0 source add ${path} --id ${id}`,
    );
  }
  return [...bare].map(
    (id) => `${id}: the card names no files, so nothing shows that these are the ones it is about`,
  );
}

function stampOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}
