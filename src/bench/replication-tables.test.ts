import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimResult, PublishedResult } from '../lab/experiments/result.js';
import { type Replicated, replicationTables } from './replication-tables.js';

const common = { metric: 'variance', arm: 'a', generation: 10 };
const published: PublishedResult = {
  ...common,
  id: 'R1',
  what: 'mean variance',
  source: 'a paper',
  statistic: 'mean',
  value: 0.9,
  tolerance: 0.02,
  measured: 0.91234,
  se: 0.00512,
  off: 0.0137,
  agrees: true,
};
const claim: ClaimResult = {
  ...common,
  id: 'R17',
  text: 'More is kept.',
  control: 'b',
  direction: 'higher',
  least: 0.5,
  difference: 0.25,
  ci: [0.2, 0.3],
  n: 40,
  outcome: 'failed',
};
const took = { seconds: 4, cpu: 6.5 };
const experiment: Replicated = {
  claims: [claim],
  published: [published, { ...published, id: 'R2', value: [0, 0.5], measured: 0.7, se: null, agrees: false }],
  took,
};

test('a figure stands under its row with error, tolerance, command and time; what differs or fails is said', () => {
  const text = replicationTables({
    machine: 'two cores',
    experiments: { mine: experiment },
    verify: undefined,
  });
  const lines = text.split('\n');
  const row = (id: string) => lines.filter((line) => line.startsWith(`| ${id} |`));
  assert.deepEqual(row('R1'), [
    '| R1 | mean variance (a paper) | 0.9 | 0.9123 ± 0.0051 | 2 % | agrees | `gen0 lab run mine` | 4.0 (6.5) |',
  ]);
  assert.match(row('R2')[0], /\| 0 to 0\.5 \| 0\.7 \| band \| \*\*DIFFERS\*\* \|/);
  assert.match(
    row('R17')[0],
    /\| higher by more than 0\.5 \| 0\.25 \[0\.2, 0\.3\] \| 95 % interval \| \*\*FAILED\*\* \|/,
  );
  assert.match(text, /\n1 claims?, 1 of them FAILED/);
  assert.ok(lines.includes('| mine | More is kept. | 0.25 [0.2, 0.3] | 40 | **FAILED** |'));
  assert.match(row('R31')[0], /not measured/);
  // A row that nobody planned is not left out, least of all one that failed.
  const other = { ...experiment, claims: [{ ...claim, id: 'R30' }] };
  const more = replicationTables({ machine: '', experiments: { other }, verify: undefined }).split('\n');
  const at = (id: string) => more.findIndex((line) => line.startsWith(`| ${id} |`));
  assert.match(more[at('R30')], /FAILED/);
  assert.ok(at('R29') < at('R30') && at('R30') < at('R31'));
});

test('closed forms fill their rows, and those that disagree are named', () => {
  const form = {
    title: 'bound',
    theory: 0.5,
    measured: 0.6,
    se: 0.01,
    z: 10,
    agrees: false,
    source: 'a paper',
  };
  const verify = {
    took,
    rows: [
      { ...form, id: 'F13/gaussian-10' },
      { ...form, id: 'F13/gaussian-100', measured: 0.3, z: 0, agrees: true },
      { ...form, id: 'F1/mean-10', agrees: true },
    ],
  };
  const text = replicationTables({ machine: 'two cores', experiments: {}, verify });
  assert.match(
    text,
    /\| R10 \| bound \| 0\.5 \| 0\.6 ± 0\.01 \| 4 SE \| \*\*DIFFERS\*\* \| `gen0 lab verify` \| 4\.0 \(6\.5\) \|/,
  );
  assert.match(text, /\| R10 \| bound \| bound 0\.5 \| 0\.3 ± 0\.01 \| 4 SE \| agrees \|/);
  assert.match(text, /2 of 3 rows agree; F13\/gaussian-10: 0\.5, ours 0\.6 ± 0\.01\./);
});
