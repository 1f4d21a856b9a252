/** `gen0 source import`: what other standards say of sources. */
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Fault, Imported, Records } from '../../provenance/standards/index.js';
import { stableJson } from '../../report/index.js';
import { printable } from '../../report/terminal.js';
import { writeSynced } from '../../util/durable.js';
import { UsageError } from '../../util/errors.js';
import { formatCount, plural } from '../../util/format.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import type { Standards } from '../engine.js';
import { isSet, listFlag, textFlag } from '../flags.js';
import { SOURCE_HELP, SOURCE_OPTIONS, sourceStore, tableText } from '../sources.js';

export const sourceImport: Command = {
  name: 'source import',
  summary: 'take in what other standards say of sources',
  help: `gen0 source import <files, folders and archives…>

  gen0 source import README.md                 a dataset card of Hugging Face
  gen0 source import croissant.json data_summaries.tgz pictures/
  gen0 source import card.intoto.json --key their.pub.pem
  gen0 source import pictures/ --dry-run       look, and write nothing
  gen0 source import post.txt --strip-wrappers -o post.clean.txt

Tells apart by content: Croissant 1.1, 1.0, 0.8, Hugging Face dataset cards, OASIS
Data Provenance Metadata, the Data Provenance Initiative's collection, signed in-toto
statements, C2PA manifests in pictures and text, IPTC and XMP fields. Folders, .tar,
.tgz and .zip are looked through. Each record becomes a card in sources/; what a card
has no field for is kept in it under unmapped. Records in error are named, the others
taken in, and the exit code is 1.

      --key FILE       public key (PEM) that statements may be signed by; the store's
                       own counts too. Again for more
      --prefix P       put before every id, as in P/squad
      --replace        take the new card where another source has the id
      --dry-run        report only
      --strip-wrappers write texts without their C2PA wrappers to -o
  -o, --output PATH    a file for one text, else a folder
${SOURCE_HELP}${COMMON_HELP}`,
  options: {
    ...SOURCE_OPTIONS,
    key: { type: 'string', multiple: true },
    prefix: { type: 'string' },
    replace: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    'strip-wrappers': { type: 'boolean' },
    output: { type: 'string', short: 'o' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const { positionals } = args;
  if (positionals.length === 0) {
    throw new UsageError('nothing to import: gen0 source import README.md, or a folder, or an archive');
  }
  const provenance = await context.engine.provenance();
  const prefix = textFlag(args, 'prefix');
  if (prefix !== undefined && !provenance.SOURCE_ID.test(prefix))
    throw new UsageError(`--prefix ${prefix}: must be letters, digits and . _ - with / between parts`);
  const standards = await context.engine.standards();
  const store = await sourceStore(args, context);
  const paths = positionals.map((shown) => ({ path: resolve(context.cwd, shown), shown }));
  const stripped = stripWrappers(paths, args, context, standards);
  const records = await standards.readPaths(paths, {
    root: provenance.rootOf(store),
    keys: keysOf(args, store, context, provenance),
    signal: context.signal,
    ...(prefix === undefined ? {} : { prefix }),
  });
  const { found } = records;
  const imported: Imported =
    isSet(args, 'dry-run') || found.length === 0
      ? { accepted: [], errors: [], notes: [] }
      : await standards.importCards(store, found, { now: context.now, replace: isSet(args, 'replace') });
  report({ records, imported, stripped, standards }, args, context);
  return records.errors.length + imported.errors.length > 0 ? 1 : 0;
}

type Keys = ReturnType<Awaited<ReturnType<Context['engine']['provenance']>>['readPublicKey']>[];

/** The keys that are given, and the store's own where it has one. */
function keysOf(
  args: Args,
  store: string,
  { cwd }: Context,
  { readPublicKey }: Awaited<ReturnType<Context['engine']['provenance']>>,
): Keys {
  const own = join(store, 'keys', 'signing.pub.pem');
  const given = listFlag(args, 'key').map((path) => resolve(cwd, path));
  return [...given, ...(existsSync(own) ? [own] : [])].map(readPublicKey);
}

/** Writes texts without their wrappers; resolves to the files written. Existing files are never written over. */
function stripWrappers(
  paths: readonly { path: string; shown: string }[],
  args: Args,
  { cwd }: Context,
  { findTextWrappers, stripTextWrappers, textFiles }: Standards,
): string[] {
  const output = textFlag(args, 'output');
  if (!isSet(args, 'strip-wrappers')) {
    if (output !== undefined) throw new UsageError('--output goes with --strip-wrappers');
    return [];
  }
  if (output === undefined)
    throw new UsageError('--strip-wrappers: where to? Add -o clean.txt, or -o a folder for several');
  const target = resolve(cwd, output);
  const one = paths.length === 1 && existsSync(paths[0].path) && lstatSync(paths[0].path).isFile();
  const written: string[] = [];
  for (const { path, name } of textFiles(paths)) {
    const text = readFileSync(path, 'utf8');
    if (findTextWrappers(text).length === 0) continue;
    const to = one ? target : join(target, name);
    if (existsSync(to)) throw new UsageError(`--output ${output}: ${to} is there already; name another`);
    mkdirSync(dirname(to), { recursive: true });
    writeSynced(to, stripTextWrappers(text));
    written.push(to);
  }
  return written;
}

interface Outcome {
  records: Records;
  imported: Imported;
  stripped: string[];
  standards: Standards;
}

/** As many faults and names are shown as fit a screen; --json has all. */
const SHOWN = 20;

function report({ records, imported, stripped, standards }: Outcome, args: Args, { stdout }: Context): void {
  const { found, counts, files, unmapped, renamed, repeated } = records;
  const errors = [...records.errors, ...imported.errors];
  const origins = tally(found.map(({ card }) => card.origin));
  const status = tally(imported.accepted.map((each) => each.status));
  const generators = found.filter(({ card }) => card.generator !== undefined).length;
  if (isSet(args, 'json')) {
    stdout.write(
      stableJson({
        files,
        standards: Object.fromEntries(counts),
        origins,
        generators,
        status,
        sources: found.map(({ card, standard, where }) => ({
          id: card.id,
          origin: card.origin,
          standard,
          where,
        })),
        errors,
        skipped: records.skipped,
        unmapped,
        renamed,
        repeated,
        notes: imported.notes,
        stripped,
      }),
    );
    return;
  }
  if (!isSet(args, 'quiet')) {
    const rows = [...counts].map(([name, count]) => [
      standards.STANDARDS[name],
      ...[count.files, count.cards, count.errors].map(formatCount),
    ]);
    if (rows.length > 0) stdout.write(`${tableText(['standard', 'files', 'records', 'errors'], rows)}\n`);
    const parts = Object.entries(origins).map(([origin, count]) => `${formatCount(count)} ${origin}`);
    const done = Object.entries(status).map(([word, count]) => `${formatCount(count)} ${word}`);
    stdout.write(
      `${plural(files, 'file')}, ${plural(found.length, 'source')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}\n` +
        (generators > 0 ? `${formatCount(generators)} of them name a generator\n` : '') +
        (done.length > 0
          ? `cards: ${done.join(', ')}\n`
          : isSet(args, 'dry-run')
            ? 'dry run: nothing written\n'
            : ''),
    );
    list(
      stdout,
      'fields without a place in a card, kept under unmapped',
      Object.entries(unmapped).map(countText),
    );
    list(
      stdout,
      'other ids',
      renamed.map(({ from, to, where }) => `${from} → ${to} (${where})`),
      true,
    );
    list(stdout, 'the same twice', repeated.map(faultText), true);
    list(stdout, 'not taken in', records.skipped.map(faultText), true);
    list(stdout, 'without wrappers', stripped, true);
  }
  list(stdout, 'ERRORS', errors.map(faultText), true);
}

function list(stdout: Context['stdout'], heading: string, items: readonly string[], lines = false): void {
  if (items.length === 0) return;
  const shown = items.slice(0, SHOWN).map(printable);
  const more =
    items.length > SHOWN ? [`… and ${formatCount(items.length - SHOWN)} more; --json has all`] : [];
  const text = lines
    ? [...shown, ...more].map((each) => `  ${each}\n`).join('')
    : `  ${[...shown, ...more].join(', ')}\n`;
  stdout.write(`\n${heading} (${formatCount(items.length)})\n${text}`);
}

function countText([field, count]: [string, number]): string {
  return `${field} ${formatCount(count)}`;
}

function faultText({ where, message }: Fault): string {
  return `${where}: ${message}`;
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
