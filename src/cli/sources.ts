/** Flags and words that the verbs of `gen0 source` share. */
import { columns, printable } from '../report/terminal.js';
import { formatPercent } from '../util/format.js';
import { configOf, storeOf } from './audits.js';
import type { Args, OptionTable } from './command.js';
import type { Context } from './context.js';
import { isSet } from './flags.js';
import { startSteps } from './progress.js';

export const SOURCE_OPTIONS: OptionTable = {
  json: { type: 'boolean' },
  store: { type: 'string' },
  config: { type: 'string', short: 'c' },
};

export const SOURCE_HELP = `      --json           the same as JSON
      --store DIR      where the ledger is (default: .gen0); sources/ lies beside it
  -c, --config FILE    gen0.yaml elsewhere
`;

/** The store's folder, by flag, configuration or default. */
export async function sourceStore(args: Args, context: Context): Promise<string> {
  return storeOf(args, await configOf(args, context), context);
}

/** `100 %`, `20 % to 60 %`. */
export function shareText([low, high]: readonly [number, number]): string {
  return low === high ? formatPercent(low) : `${formatPercent(low)} to ${formatPercent(high)}`;
}

/** Progress of hashing, on a terminal, and the options that feed it. */
export function hashing(label: string, args: Args, context: Context) {
  const steps = startSteps(isSet(args, 'quiet'), context);
  let [done, total, shown] = [0, 0, -1];
  return {
    options: {
      signal: context.signal,
      onTotal(bytes: number) {
        total = bytes;
      },
      onRead(bytes: number) {
        done += bytes;
        const percent = Math.floor((100 * done) / total);
        if (percent !== shown) steps.step(label, done, total);
        shown = percent;
      },
    },
    end: steps.end,
  };
}

/** A generator as `model@version`. */
export function generatorText(generator: { model: string; version?: string } | undefined): string {
  if (generator === undefined) return '';
  return generator.version === undefined ? generator.model : `${generator.model}@${generator.version}`;
}

/** Rows under their headings, columns as wide as what stands in them; what is wider than `widest` is cut. */
export function tableText(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  widest = 60,
): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => shortened(printable(cell), widest)));
  const rooms = headings.map((_, i) => Math.max(...cells.map((row) => columns(row[i]))));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat(rooms[i] - columns(cell)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function shortened(text: string, room: number): string {
  const characters = [...text];
  return characters.length <= room ? text : `${characters.slice(0, room - 1).join('')}…`;
}
