import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { sharedFolder } from '../../test/shared.js';
import { assertTakenUp } from '../../test/taken-up.js';
import { readTable } from '../inputs/read-table.js';
import type { LabInput } from '../lab-input.js';
import { classify, fitNaiveBayes, writeRows } from '../learners/naive-bayes.js';
import { runOne } from '../run/run-one.js';
import { meanOf } from '../verify/check.js';
import { column, simulate } from '../verify/simulate.js';
import { classes } from './classes.js';
import { type Rows, rowsOf } from './table-rows.js';

/** Class a: 90 rows around 0, mostly x; class b: 10 rows around 5, all y; every tenth number is missing. */
function table(): LabInput & { kind: 'table' } {
  const random = newRandom(1);
  const kind = Array.from({ length: 100 }, (_, i) => (i < 90 ? 'a' : 'b'));
  return {
    kind: 'table',
    name: 'small.csv',
    label: 'kind',
    rows: 100,
    columns: [
      {
        name: 'size',
        values: Float64Array.from(kind, (of, i) =>
          i % 10 === 3 ? Number.NaN : (of === 'a' ? 0 : 5) + random.normal(),
        ),
      },
      { name: 'word', values: kind.map((of, i) => (of === 'b' ? 'y' : i % 9 === 0 ? '' : 'x')) },
      { name: 'kind', values: kind },
    ],
  };
}

test('the rarest class lives on with the chance that its first rows give it', async () => {
  const runs = await simulate({
    world: classes,
    with: { classes: 4, exponent: 3 },
    samples: 200,
    generations: 8,
    runs: 300,
    seed: 5,
  });
  for (const generation of [1, 2, 4, 8]) {
    // Paired, so that the rows that generation 0 happens to have cancel.
    const alive = column(runs, generation, 'rarest');
    const { mean, se } = meanOf(
      column(runs, generation, 'rarest-theory').map((theory, i) => alive[i] - theory),
    );
    assert.ok(Math.abs(mean) <= 4 * se + 1e-12, `generation ${generation}: ${mean} ± ${se}`);
  }
});

test('a lost class is named, and is not when human rows bring it back', async () => {
  const small = table();
  const run = async (regime: string) => {
    const arm = { name: 'arm', regime, samples: 100, growth: 0, generations: 60, with: {} };
    return (await runOne({ world: classes, arm, every: 1, seed: 2, input: small, pictured: false })).lost;
  };
  const [[name, since]] = await run('temperature:0.8');
  assert.equal(name, 'b');
  assert.ok(since > 1 && since <= 60);
  assert.deepEqual(await run('temperature:0.8+fresh:0.3@40-'), []);
});

test('rows come back from the table as they were, largest class first', () => {
  const { schema, rows } = rowsOf(table());
  assert.deepEqual(schema.classes, ['a', 'b']);
  assert.deepEqual(schema.columns, [{ name: 'size' }, { name: 'word', values: ['', 'x', 'y'] }]);
  assert.equal(rows.labels.filter((label) => label === 1).length, 10);
  assert.ok(Number.isNaN(rows.cells[3 * 2]));
  assert.equal(rows.cells[1 * 2 + 1], 1);
  assert.throws(() => rowsOf({ ...table(), label: undefined }), /small\.csv: no column of classes.*--label/);
});

test('naive Bayes: what is fitted is the counts and moments, and what it writes has them again', () => {
  const { schema, rows } = rowsOf(table());
  const fitted = (data: Rows) => fitNaiveBayes({ data, human: new Uint8Array(data.labels.length) }, schema);
  const model = fitted(rows);
  assert.deepEqual([...model.classes], [90, 10]);
  const [size, word] = model.columns;
  assert.ok('missing' in size && 'counts' in word);
  assert.deepEqual([...size.missing], [9, 1]);
  assert.deepEqual([...word.counts], [10, 80, 0, 0, 0, 10]);
  const again = fitted(writeRows(model, model.classes, 200_000, newRandom(3)));
  assert.ok(Math.abs(again.classes[1] / 200_000 - 0.1) < 0.003);
  const [sizes] = again.columns;
  assert.ok('missing' in sizes);
  for (const k of [0, 1]) {
    assert.ok(Math.abs(sizes.mean[k] - size.mean[k]) < 0.03);
    assert.ok(Math.abs(sizes.variance[k] / size.variance[k] - 1) < 0.03);
    assert.ok(Math.abs(sizes.missing[k] / again.classes[k] - 0.1) < 0.01);
  }
  assert.deepEqual(classify(model, rows), rows.labels);
  assert.ok(classify({ ...model, classes: Float64Array.of(90, 0) }, rows).every((label) => label === 0));
});

test('the class of two thyroid patients is lost by name', async (t) => {
  const folder = sharedFolder(t);
  if (!folder) return;
  const input = readTable(join(folder, 'data/tabular/hypothyroid.arff'), 'Class');
  assert.equal(classes.samplesFor!(input), 3772);
  const arm = { name: 'arm', regime: 'replace', samples: 3772, growth: 0, generations: 15, with: {} };
  let lost = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const run = await runOne({ world: classes, arm, every: 5, seed, input, pictured: false });
    for (const [name] of run.lost) assert.equal(name, 'secondary_hypothyroid');
    lost += run.lost.length;
  }
  // Each run loses it with probability exp(-2 g_14) = 0.77: in 1 of 7,000 six runs lose none.
  assert.ok(lost >= 1);
});

test('the same seed gives the same run, taken up or not', async () => {
  for (const regime of ['replace', 'accumulate+fresh:0.1', 'target:0.2+weighted:0.5+anchor:0.2']) {
    await assertTakenUp({ world: classes, regime, samples: 100, generations: 4 });
    await assertTakenUp({ world: classes, regime, samples: 100, generations: 4, input: table() });
  }
});
