/** `gen0 archive proof`: prove what the log holds, or check a proof. */
import { resolve } from 'node:path';
import type { CheckedProof } from '../../archive/index.js';
import { stableJson } from '../../report/index.js';
import { printable } from '../../report/terminal.js';
import { replaceFile } from '../../util/durable.js';
import { UsageError } from '../../util/errors.js';
import { formatCount, plural } from '../../util/format.js';
import { ARCHIVE_HELP, ARCHIVE_OPTIONS, archiveStore, keyFlag, onlyArgument } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet, textFlag } from '../flags.js';

export const archiveProof: Command = {
  name: 'archive proof',
  summary: 'prove what the log holds',
  help: `gen0 archive proof <source>
gen0 archive proof --check FILE --key FILE

  gen0 archive proof gutenberg -o gutenberg.tlog-proof
  gen0 archive proof --check gutenberg.tlog-proof --key signing.pub.pem
  gen0 archive proof --check gutenberg.tlog-proof --key signing.pub.pem \\
      --inventory inventory.json --file books/a.txt

Writes the proof that a version is in the log (C2SP tlog-proof), or checks one. A check
needs no archive, only the proof and the public key of whoever keeps the archive; with
the version's inventory it tells whether a file is among those that were kept.

      --at V           version (default: the newest)
  -o, --output FILE    where the proof goes (default: stdout)
      --check FILE     a proof to check
      --key FILE       public key, PEM
      --inventory FILE inventory.json of the version, from the archive or a bag
      --file FILE      a file that must be in it
${ARCHIVE_HELP}${COMMON_HELP}`,
  options: {
    ...ARCHIVE_OPTIONS,
    at: { type: 'string' },
    output: { type: 'string', short: 'o' },
    check: { type: 'string' },
    key: { type: 'string' },
    inventory: { type: 'string' },
    file: { type: 'string' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  return textFlag(args, 'check') === undefined ? prove(args, context) : check(args, context);
}

async function prove(args: Args, context: Context): Promise<number> {
  const source = onlyArgument(args, 'archive proof', 'one source');
  const archive = await context.engine.archive();
  const { proof, ...rest } = await archive.proveVersion(await archiveStore(args, context), source, {
    version: textFlag(args, 'at'),
    publicKey: await keyFlag(args, context),
    now: context.now,
  });
  const output = textFlag(args, 'output');
  if (output !== undefined) replaceFile(resolve(context.cwd, output), proof);
  if (isSet(args, 'json')) context.stdout.write(stableJson({ source, ...rest, proof }));
  else if (output === undefined) context.stdout.write(proof);
  return 0;
}

async function check(args: Args, context: Context): Promise<number> {
  const [extra] = args.positionals;
  if (extra !== undefined) throw new UsageError(`archive proof --check takes no argument, got ${extra}`);
  const key = await keyFlag(args, context);
  if (key === undefined) {
    throw new UsageError(
      '--key: missing. Give the public key of whoever keeps the archive, such as signing.pub.pem',
    );
  }
  const pathOf = (flag: string) => {
    const path = textFlag(args, flag);
    return path === undefined ? undefined : resolve(context.cwd, path);
  };
  if (pathOf('file') !== undefined && pathOf('inventory') === undefined) {
    throw new UsageError('--file: needs --inventory, the inventory.json of the version');
  }
  const archive = await context.engine.archive();
  const checked = await archive.checkProofFile(pathOf('check')!, key, {
    inventory: pathOf('inventory'),
    file: pathOf('file'),
    signal: context.signal,
  });
  if (isSet(args, 'json')) context.stdout.write(stableJson(checked));
  else if (!isSet(args, 'quiet')) context.stdout.write(told(checked));
  return 0;
}

function told({ event, index, logSize, paths }: CheckedProof): string {
  const place = `entry ${formatCount(index)} of a log of ${formatCount(logSize)}`;
  if (event.event !== 'add') return `holds     an audit of ${event.at}, ${place}\n`;
  const { source, version, at, files, kept, declared, inventory } = event;
  const mark = kept === 'human' ? 'human' : `MIXED (declared ${declared})`;
  const lines = [
    `holds     ${printable(source)} ${version}, ${plural(files, 'file')}, kept as ${mark}`,
    `          added ${at}, ${place}`,
    `          inventory ${inventory.slice(0, 32)}…`,
  ];
  if (paths) lines.push(`          the file is ${printable(paths.join(', '))}`);
  return `${lines.join('\n')}\n`;
}
