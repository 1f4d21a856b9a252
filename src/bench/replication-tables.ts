/** The tables of docs/lab.md from what `npm run replicate` measured: published figures, claims, and how long it took. */
import type { ClaimResult, PublishedResult } from '../lab/experiments/result.js';
import type { VerifiedRow } from '../lab/verify/run-checks.js';
import { wantedOf } from '../report/lab-control.js';
import { formatSeconds, formatValue } from '../util/format.js';

/** Wall and processor seconds. */
export interface Took {
  seconds: number;
  cpu: number;
}

export interface Replicated {
  claims: ClaimResult[];
  published: PublishedResult[];
  took: Took;
}

export interface Replication {
  /** What it ran on. */
  machine: string;
  experiments: Record<string, Replicated>;
  verify: { rows: VerifiedRow[]; took: Took } | undefined;
}

/** Rows of the table, and the closed forms that belong to them by the start of their ids. */
const ROWS: Record<string, string[]> = {
  R1: [],
  R2: [],
  R3: [],
  R4: [],
  R5: [],
  R6: [],
  R7: [],
  R8: [],
  R9: [],
  R10: ['F13/gaussian'],
  R11: [],
  R12: [],
  R13: [],
  R14: [],
  R15: [],
  R16: [],
  R17: [],
  R18: [],
  R19: ['F16/logistic'],
  R20: [],
  R21: [],
  R22: ['F19/floor'],
  R23: ['F20/doubled'],
  R24: [],
  R25: [],
  R26: [],
  R27: [],
  R28: ['F21/order'],
  R29: ['F22/edge'],
  R31: [],
};

/** Markdown; rows of one experiment carry its command and time once. */
export function replicationTables({ machine, experiments, verify }: Replication): string {
  const all = Object.entries(experiments);
  const took = [...all.map(([, each]) => each.took), ...(verify ? [verify.took] : [])];
  const sum = (part: keyof Took) => formatSeconds(took.reduce((total, each) => total + each[part], 0));
  const claims = all.flatMap(([name, { claims }]) => claims.map((claim) => claimRow(name, claim)));
  const failed = claims.filter((row) => row.includes('**FAILED**')).length;
  const parts = [
    '### Published figures',
    table(
      ['row', 'what', 'published', 'ours', 'tolerance', '', 'command', 'seconds (CPU)'],
      rowIds(all).flatMap((id) => replicationRows(id, ROWS[id] ?? [], all, verify)),
    ),
    '### Claims',
    `${claims.length} claims, ${failed} of them FAILED. A difference is arm minus control, over runs of the same seed, with its 95 % interval.`,
    table(['experiment', 'claim', 'difference', 'seeds', ''], claims),
    '### Time',
    `${all.length} experiments${verify ? ' and the closed forms' : ''}: ${sum('seconds')} on the clock, ${sum('cpu')} of CPU, on ${machine}.`,
    table(
      ['command', 'seconds', 'CPU'],
      [
        ...all.map(([name, { took }]) => [`\`gen0 lab run ${name}\``, ...times(took)]),
        ...(verify ? [['`gen0 lab verify`', ...times(verify.took)]] : []),
      ],
    ),
  ];
  if (verify) parts.push(verifiedLine(verify.rows));
  return `${parts.join('\n\n')}\n`;
}

/** In the order of their numbers: those planned, and whatever else an experiment has measured. */
function rowIds(all: readonly [string, Replicated][]): string[] {
  const measured = all.flatMap(([, { published, claims }]) => [...published, ...claims].map(({ id }) => id));
  const ids = new Set([...Object.keys(ROWS), ...measured.filter((id) => id !== undefined)]);
  return [...ids].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

function replicationRows(
  id: string,
  forms: readonly string[],
  all: readonly [string, Replicated][],
  verify: Replication['verify'],
): string[][] {
  const rows: string[][] = [];
  const add = (command: string, took: Took, cells: readonly string[][]) => {
    cells.forEach((each, i) => {
      rows.push([
        id,
        ...each,
        ...(i === 0
          ? [`\`gen0 lab ${command}\``, `${seconds(took.seconds)} (${seconds(took.cpu)})`]
          : ['', '']),
      ]);
    });
  };
  for (const [name, { published, claims, took }] of all) {
    add(`run ${name}`, took, [
      ...published.filter((each) => each.id === id).map(publishedCells),
      ...claims.filter((each) => each.id === id).map(claimCells),
    ]);
  }
  if (verify) {
    const own = verify.rows.filter((row) => forms.some((form) => row.id.startsWith(form)));
    add('verify', verify.took, own.map(verifiedCells));
  }
  return rows.length > 0 ? rows : [[id, 'not measured', '', '', '', '', '', '']];
}

function publishedCells(each: PublishedResult): string[] {
  const { value, measured, se, tolerance, statistic } = each;
  return [
    `${each.what}${statistic === 'mean' ? '' : `, ${statistic}`} (${each.source})`,
    typeof value === 'number' ? figure(value) : `${figure(value[0])} to ${figure(value[1])}`,
    withError(measured, se),
    typeof value === 'number' ? `${Number((100 * tolerance).toPrecision(2))} %` : 'band',
    each.agrees ? 'agrees' : '**DIFFERS**',
  ];
}

/** An ordering is met where the whole interval lies on its side. */
function claimCells(claim: ClaimResult): string[] {
  return [claim.text, wantedOf(claim, figure), differenceOf(claim), '95 % interval', outcomeOf(claim)];
}

/** A row that is off its theory though z is 0 lies within bounds, of which `theory` is the nearer. */
function verifiedCells({ title, theory, measured, se, z, tolerance, agrees }: VerifiedRow): string[] {
  const bound = z === 0 && measured !== theory && tolerance === undefined;
  return [
    title,
    bound ? `bound ${figure(theory)}` : figure(theory),
    withError(measured, se),
    tolerance === undefined ? '4 SE' : `${Number((100 * tolerance).toPrecision(2))} %, 4 SE`,
    agrees ? 'agrees' : '**DIFFERS**',
  ];
}

function claimRow(name: string, claim: ClaimResult): string[] {
  return [name, claim.text, differenceOf(claim), String(claim.n), outcomeOf(claim)];
}

function differenceOf({ difference, ci }: ClaimResult): string {
  if (difference === null) return 'none';
  return ci === null ? figure(difference) : `${figure(difference)} [${figure(ci[0])}, ${figure(ci[1])}]`;
}

function outcomeOf({ outcome }: ClaimResult): string {
  return outcome === 'failed' ? '**FAILED**' : outcome;
}

function verifiedLine(rows: readonly VerifiedRow[]): string {
  const off = rows.filter(({ agrees }) => !agrees);
  const said = off.map(
    ({ id, theory, measured, se }) => `${id}: ${figure(theory)}, ours ${withError(measured, se)}`,
  );
  return `\`gen0 lab verify\`: ${rows.length - off.length} of ${rows.length} rows agree${said.length > 0 ? `; ${said.join('; ')}` : ''}.`;
}

function withError(measured: number | null, se: number | null): string {
  if (measured === null) return 'none';
  return se === null || se === 0 ? figure(measured) : `${figure(measured)} ± ${Number(se.toPrecision(2))}`;
}

/** Four significant digits. */
function figure(x: number): string {
  if (!Number.isFinite(x)) return 'none';
  return Math.abs(x) >= 1e5 ? formatValue(x) : String(Number(x.toPrecision(4)));
}

const seconds = (s: number) => (s < 9.95 ? s.toFixed(1) : s.toFixed(0));
const times = ({ seconds: wall, cpu }: Took) => [seconds(wall), seconds(cpu)];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
