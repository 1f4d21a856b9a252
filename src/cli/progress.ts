/**
 * One line of progress on stderr: share, rate and time left. Only on a terminal, at most 10 redraws a second,
 * and gone at the end, so that logs and pipes never see it.
 */
import { formatBytes, formatCompact, formatSeconds } from '../util/format.js';
import type { Context } from './context.js';

const REDRAW_MS = 100;

export interface Progress {
  update(done: { bytes: number; totalBytes: number; documents: number }): void;
  /** Clears the line. */
  end(): void;
}

/** Progress of one corpus, labelled e.g. `reading reference`. */
export function startProgress(
  label: string,
  quiet: boolean,
  { stderr, now }: Context,
  noun = 'docs',
): Progress {
  if (quiet || stderr.isTTY !== true) return { update() {}, end() {} };
  const start = now();
  let last = Number.NEGATIVE_INFINITY;
  stderr.write(`\r\x1b[K  ${label}`);
  return {
    update(done) {
      const time = now();
      if (time - last < REDRAW_MS) return;
      last = time;
      stderr.write(`\r\x1b[K  ${label}  ${figures(done, (time - start) / 1000, noun)}`);
    },
    end() {
      stderr.write('\r\x1b[K');
    },
  };
}

/** Progress of work in steps: `  auditing generation 2 of 5  33 %`. */
export function startSteps(quiet: boolean, { stderr }: Context) {
  const shown = !quiet && stderr.isTTY === true;
  return {
    step(label: string, done: number, steps: number) {
      if (shown) stderr.write(`\r\x1b[K  ${label}  ${Math.floor((100 * done) / steps)} %`);
    },
    /** Clears the line. */
    end() {
      if (shown) stderr.write('\r\x1b[K');
    },
  };
}

/** `42 %  120 MB/s  31.2k docs  12.0 s left`; without a known size only what was done. */
export function figures(
  { bytes, totalBytes, documents }: { bytes: number; totalBytes: number; documents: number },
  seconds: number,
  noun = 'docs',
): string {
  const rate = seconds > 0 ? bytes / seconds : 0;
  const parts: string[] = [];
  if (totalBytes > 0) parts.push(`${Math.min(100, Math.floor((100 * bytes) / totalBytes))} %`);
  parts.push(`${formatBytes(Math.round(rate))}/s`, `${formatCompact(documents)} ${noun}`);
  if (totalBytes > bytes && rate > 0) parts.push(`${formatSeconds((totalBytes - bytes) / rate)} left`);
  return parts.join('  ');
}
