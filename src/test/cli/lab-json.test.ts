import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LabResult } from '../../lab/experiments/result.js';
import { parseLabResult } from '../../lab/experiments/result-schema.js';
import { rng } from '../../stats/rng.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));

function lab(t: TestContext, args: string[], files: Record<string, string> = {}): LabResult {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-lab-json-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const command = [BIN, 'lab', 'run', ...args, '--json', '--no-save'];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return parseLabResult(stdout, 'stdout');
}

/** 600 rows, of which one is of the class `secondary`, as in the thyroid table. */
function thyroidLike(): string {
  const random = rng(5);
  const rows = Array.from({ length: 600 }, (_, i) => {
    const label = i === 300 ? 'secondary' : i % 20 === 0 ? 'primary' : 'negative';
    const tsh = (label === 'negative' ? 2 : 20) + random(1000) / 250;
    return `${tsh.toFixed(2)},${random(90)},${random(2) === 0 ? 'F' : 'M'},${label}`;
  });
  return [
    '@relation thyroid',
    '@attribute TSH numeric',
    '@attribute age numeric',
    '@attribute sex {F, M}',
    '@attribute Class {negative, primary, secondary}',
    '@data',
    ...rows,
  ].join('\n');
}

test('lab run classes --data names the classes of the user’s table that were lost, and since when', (t) => {
  const args = ['classes', '--data', 'thyroid.arff', '--regime', 'replace', '--regime', 'schedule:0/0'];
  const size = ['--generations', '12', '--seeds', '6'];
  const { arms, input } = lab(t, [...args, ...size], { 'thyroid.arff': thyroidLike() });
  assert.deepEqual(input, { name: 'thyroid.arff', size: 600 });
  const [replace, human] = arms;
  const gone = replace.lost.find(({ name }) => name === 'secondary')!;
  assert.ok(gone.share >= 0.5 && gone.firstGeneration >= 1 && gone.firstGeneration <= 12);
  assert.ok(!replace.lost.some(({ name }) => name === 'negative'));
  assert.ok((human.lost.find(({ name }) => name === 'secondary')?.share ?? 0) < gone.share);
});

test('the recommender’s result has its ideal control and its homogeneity, generation by generation', (t) => {
  const size = ['--samples', '400', '--generations', '4', '--seeds', '3'];
  const users = ['--set', 'users=40', '--set', 'items=80'];
  const { arms, world } = lab(t, ['recommender', ...size, ...users]);
  for (const metric of ['homogeneity', 'homogeneity-ideal', 'utility', 'utility-ideal']) {
    assert.ok(Object.hasOwn(world.metrics, metric));
    const { mean } = arms[0].metrics[metric];
    assert.equal(mean.length, 5);
    assert.ok(
      mean.every((x) => x !== null && Number.isFinite(x)),
      metric,
    );
  }
  assert.equal(arms[0].last['homogeneity-ideal'].length, 3);
});

test('the result of facts has the shares of facts stated, contradicted and invented, and names forgotten ones', (t) => {
  const size = ['--samples', '500', '--generations', '4', '--seeds', '2', '--set', 'subjects=40'];
  const { arms } = lab(t, ['facts', ...size]);
  const [{ metrics, lost }] = arms;
  for (const metric of ['stated-rare', 'stated', 'contradicted', 'false-sentences', 'invented-sentences']) {
    const { mean } = metrics[metric];
    assert.ok(
      mean.every((x) => x !== null && x >= 0 && x <= 1),
      metric,
    );
  }
  assert.ok(metrics['stated-rare'].mean[4]! < metrics['stated-rare'].mean[0]!);
  assert.match(lost[0].name, /^\p{Ll}+ of \p{Lu}\p{Ll}+$/u);
});
