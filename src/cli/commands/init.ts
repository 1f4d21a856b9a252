/** `gen0 init`: write a first `gen0.yaml` from the corpora that lie in a folder. Asks nothing, overwrites nothing. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { replaceFile } from '../../util/durable.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet, textFlag } from '../flags.js';

export const init: Command = {
  name: 'init',
  summary: 'write gen0.yaml for the corpora in a folder',
  help: `gen0 init [dir]

  gen0 init
  gen0 init data --reference data/human-2019.jsonl

Finds corpora in the folder and in its data/. The reference is the one whose name
has human, reference, ref or baseline in it.

  -r, --reference P    the reference, where names do not tell
      --force          write over a gen0.yaml that is there
${COMMON_HELP}`,
  options: { reference: { type: 'string', short: 'r' }, force: { type: 'boolean' } },
  run,
};

const CORPUS = /\.(jsonl|ndjson|parquet|csv|tsv|g0p|json)(\.(gz|zst))?$/i;
const NOT_CORPUS = /^(package|package-lock|tsconfig|biome|gen0|result)\.json$/i;
const HUMAN = /(^|[^a-z])(human|reference|ref|baseline)s?([^a-z]|$)/i;

async function run(args: Args, context: Context): Promise<number> {
  if (args.positionals.length > 1)
    throw new UsageError(`init takes one folder, got ${args.positionals.length}`);
  const folder = resolve(context.cwd, args.positionals[0] ?? '.');
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(`${folder}: no such folder`);
  const target = join(folder, 'gen0.yaml');
  if (existsSync(target) && !isSet(args, 'force')) {
    throw new UsageError(`${target}: is there already; --force writes over it`);
  }
  const found = corporaIn(folder);
  const reference = referenceOf(args, folder, found, context);
  const corpora = found.filter((path) => path !== reference);
  replaceFile(target, configText(reference, corpora));
  const list = corpora.length === 0 ? 'no other corpus yet' : corpora.join(', ');
  if (!isSet(args, 'quiet')) {
    context.stdout.write(
      `Found ${reference} (reference) and ${list}.\n  wrote  ${relative(context.cwd, target) || target}\n  next   ${corpora.length === 0 ? 'add corpora to it, then gen0 audit' : 'gen0 audit'}\n`,
    );
  }
  return 0;
}

/** Corpora in the folder and its `data` folder, as paths relative to it, sorted. */
function corporaIn(folder: string): string[] {
  const found: string[] = [];
  for (const place of ['.', 'data']) {
    const full = join(folder, place);
    if (!existsSync(full) || !statSync(full).isDirectory()) continue;
    for (const entry of readdirSync(full, { withFileTypes: true })) {
      const plain = entry.isFile() && CORPUS.test(entry.name) && !NOT_CORPUS.test(entry.name);
      if (plain) found.push(place === '.' ? entry.name : `${place}/${entry.name}`);
    }
  }
  return found.sort();
}

function referenceOf(args: Args, folder: string, found: string[], { cwd }: Context): string {
  const flag = textFlag(args, 'reference');
  if (flag !== undefined) {
    const path = resolve(cwd, flag);
    if (!existsSync(path)) throw new UsageError(`--reference ${flag}: no such file`);
    return relative(folder, path).replaceAll('\\', '/');
  }
  if (found.length === 0) {
    throw new UsageError(
      `${folder}: no corpus found (jsonl, json, csv, tsv, parquet, g0p). gen0 init <dir> looks elsewhere, --reference names one`,
    );
  }
  const human = found.filter((path) => HUMAN.test(path.split('/').at(-1)!));
  if (human.length === 1) return human[0];
  const why =
    human.length === 0
      ? 'none of the names tells which is the reference'
      : `${human.join(' and ')} could all be the reference`;
  throw new UsageError(`${why} (found ${found.slice(0, 8).join(', ')}). Add --reference <path>`);
}

function configText(reference: string, corpora: string[]): string {
  const names = new Map<string, string>();
  for (const path of corpora) {
    const stem = path.split('/').at(-1)!.replace(CORPUS, '');
    let name = stem;
    for (let i = 2; names.has(name); i++) name = `${stem}-${i}`;
    names.set(name, path);
  }
  const corporaText =
    names.size === 0
      ? '# corpora:\n#   crawl: crawl.jsonl\n'
      : stringify({ corpora: Object.fromEntries(names) });
  return `# yaml-language-server: $schema=./node_modules/gen0/schema/config.schema.json
${stringify({ reference }).trimEnd()}    # what "human" means for this project
${corporaText}seed: 0
# lineage: descendant          # or same-source: how the corpora come from the reference
# gates:                       # off | warn | error, or [level, options]; read against the interval
#   verdict:           [error, { worst: shifted }]      # early or late collapse breaks it
#   tails/rare-mass:   [error, { min-ratio: 0.90 }]
#   tails/coverage:    [warn,  { min-ratio: 0.95 }]
#   repetition/loops:  error                            # without options: the metric's own grade
`;
}
