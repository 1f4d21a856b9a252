/**
 * The table that stands on stderr while the lab runs: one line an arm, with the curve so far. On a terminal only, so that
 * logs and pipes never see it, and gone at the end.
 */
import type { Experiment, RunningArm } from '../lab/index.js';
import { cut, fit, printable } from '../report/terminal.js';
import { formatCount, formatValue } from '../util/format.js';
import { sparkline } from '../util/sparkline.js';
import type { Context } from './context.js';

const MOST_ARMS = 16;
const NAME_ROOM = 26;
const SPARK_ROOM = 24;
const DOING_ROOM = 32;
/** Where there is something doing, which is more to see than an old curve. */
const DOING_NAME = 14;
const DOING_SPARK = 3;

export function startLabTable({ title }: Experiment, quiet: boolean, { stderr }: Context) {
  const shown = !quiet && stderr.isTTY === true;
  let drawn = 0;
  const clear = () => {
    if (drawn > 0) stderr.write(`\x1b[${drawn}A\r\x1b[J`);
    drawn = 0;
  };
  return {
    update(arms: readonly RunningArm[]): void {
      if (!shown) return;
      const lines = [cut(printable(title), 79), ...arms.slice(0, MOST_ARMS).map(line)];
      if (arms.length > MOST_ARMS) lines.push(`  and ${arms.length - MOST_ARMS} more arms`);
      clear();
      stderr.write(`${lines.join('\n')}\n`);
      drawn = lines.length;
    },
    /** Clears it. */
    end: clear,
  };
}

function line({ name, done, runs, generation, generations, headline, doing }: RunningArm): string {
  const far =
    done === 0
      ? `generation ${formatCount(generation)} of ${formatCount(generations)}`
      : `run ${formatCount(done)} of ${formatCount(runs)}`;
  const last = headline[headline.length - 1];
  const figure = last === undefined || Number.isNaN(last) ? '' : formatValue(last);
  const busy = doing === undefined ? '' : `, ${cut(printable(doing), DOING_ROOM)}`;
  const [nameRoom, room] = busy === '' ? [NAME_ROOM, SPARK_ROOM] : [DOING_NAME, DOING_SPARK];
  const curve = sparkline(headline, room).padEnd(room);
  return `  ${fit(printable(name), nameRoom)}${curve} ${figure.padStart(8)}  ${far}${busy}`;
}
