/**
 * Runs every experiment that comes with gen0, and the closed forms, and writes the tables of docs/lab.md between its
 * markers: `npm run replicate`. With names, only these are run (`verify` for the closed forms) and the others' rows are
 * those of the last run: docs/replication.json, which is written after each experiment.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { version } from '../cli/version.js';
import { experimentNames, loadExperiment, runChecks, runExperiment } from '../lab/index.js';
import { type Replication, replicationTables, type Took } from './replication-tables.js';

const KEPT = 'docs/replication.json';
const MANUAL = 'docs/lab.md';
const [BEGIN, END] = ['<!-- made by npm run replicate -->', '<!-- end -->'];
const JOBS = 2;

const asked = process.argv.slice(2);
const names = experimentNames();
const unknown = asked.find((name) => name !== 'verify' && !names.includes(name));
if (unknown !== undefined) throw new Error(`${unknown}: no such experiment; there are ${names.join(', ')}`);

const kept: Replication = existsSync(KEPT)
  ? JSON.parse(readFileSync(KEPT, 'utf8'))
  : { machine: '', experiments: {}, verify: undefined };
kept.machine = `${JOBS} threads of ${cpus()[0].model.trim()}, Node ${process.versions.node}`;
kept.experiments = Object.fromEntries(
  Object.entries(kept.experiments).filter(([name]) => names.includes(name)),
);

for (const name of names) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { experiment } = loadExperiment(name);
  if (asked.length === 0 && experiment.with.learner === 'transformer') {
    process.stderr.write(`${name}: left out, it takes an hour and more; give its name to run it\n`);
    continue;
  }
  if (experiment.needs) {
    process.stderr.write(`${name}: left out, it needs ${experiment.needs.what}\n`);
    continue;
  }
  const [{ claims, published }, took] = await timed(name, () =>
    runExperiment(experiment, { name, jobs: JOBS, version: version() }),
  );
  kept.experiments[name] = { claims, published, took };
  keep();
}
if (asked.length === 0 || asked.includes('verify')) {
  const [rows, took] = await timed('verify', () => runChecks({ runs: 1, jobs: JOBS }));
  kept.verify = { rows, took };
  keep();
}
const manual = readFileSync(MANUAL, 'utf8');
const [before, rest] = cutAt(manual, BEGIN);
const [, after] = cutAt(rest, END);
writeFileSync(MANUAL, `${before}${BEGIN}\n\n${replicationTables(kept)}\n${END}${after}`);

function keep(): void {
  // A line for each experiment.
  const runs = Object.entries(kept.experiments).map(
    ([name, run]) => `${JSON.stringify(name)}: ${JSON.stringify(run)}`,
  );
  const { machine, verify } = kept;
  const rest = `"verify": ${JSON.stringify(verify)}`;
  writeFileSync(
    KEPT,
    `{"machine": ${JSON.stringify(machine)},\n"experiments": {\n${runs.join(',\n')}\n},\n${rest}}\n`,
  );
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<[T, Took]> {
  const begin = performance.now();
  const before = process.cpuUsage();
  const done = await work();
  const { user, system } = process.cpuUsage(before);
  const took = { seconds: (performance.now() - begin) / 1000, cpu: (user + system) / 1e6 };
  process.stderr.write(`${name}: ${took.seconds.toFixed(1)} s, ${took.cpu.toFixed(1)} s of CPU\n`);
  return [done, took];
}

function cutAt(text: string, marker: string): [string, string] {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`${MANUAL}: the line ${marker} is missing`);
  return [text.slice(0, at), text.slice(at + marker.length)];
}
