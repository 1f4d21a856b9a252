import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { recordOf } from '../../test/lab/run-world.js';
import { loadExperiment } from '../experiments/load-experiment.js';
import { facts } from '../worlds/facts.js';
import { folderNames } from './folder-names.js';
import { type RunOptions, runExperiment } from './run.js';
import type { RunState } from './run-one.js';
import { writeTexts } from './write-texts.js';

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-texts-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('texts are records with an id, in order, whatever their length, and nothing else is left beside', (t) => {
  const folder = join(temporary(t), 'arm');
  const texts = ['one “two”\nthree', '', 'ü'.repeat(3_000_000), 'last'];
  writeTexts(folder, 7, texts);
  assert.deepEqual(readdirSync(folder), ['gen-07.jsonl']);
  const lines = readFileSync(join(folder, 'gen-07.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    texts.map((text, place) => ({ id: `7-${place}`, text })),
  );
});

test('folders of arms: readable, safe, and no two alike', () => {
  const names = ['replace', 'anchor:0.1', 'fresh:0.5@6-', 'a/b', 'a:b', 'A:B', '..', '日本'];
  assert.deepEqual(folderNames(names), [
    'replace',
    'anchor-0.1',
    'fresh-0.5-6',
    'a-b',
    'a-b-2',
    'A-B-3',
    'unnamed',
    '日本',
  ]);
});

test('a run taken up after any generation hands on the texts of the later ones, the same', async () => {
  const arm = { regime: 'replace', samples: 50, generations: 5, with: { subjects: 10 } };
  const run = async (from?: RunState) => {
    const texts: [number, string[]][] = [];
    const states: RunState[] = [];
    const record = await recordOf(facts, arm, {
      every: 2,
      from,
      onTexts: (generation, each) => texts.push([generation, [...each]]),
      onGeneration: (_, __, state) => states.push(structuredClone(state())),
    });
    return { record, texts, states };
  };
  const { record, texts, states } = await run();
  assert.deepEqual(
    texts.map(([generation, { length }]) => [generation, length]),
    [0, 1, 2, 4, 5].map((generation) => [generation, 50]),
  );
  assert.ok(record.texts && !(await recordOf(facts, arm, { every: 2 })).texts);
  for (const from of states.slice(0, -1)) {
    const later = texts.filter(([generation]) => generation > from.loop.generation);
    assert.deepEqual((await run(from)).texts, later);
  }
});

test('an interrupted experiment leaves the same texts when it is taken up, of the first seed only', async (t) => {
  const folder = temporary(t);
  const { experiment } = loadExperiment('facts', {
    regimes: ['replace', 'fresh:1.0'],
    samples: 300,
    generations: 12,
    seeds: 2,
    with: { subjects: 50 },
  });
  const run = (options: Partial<RunOptions>) => {
    const kept: Record<string, string> = {};
    const onResult = (_: unknown, texts: string | undefined) => {
      for (const arm of texts === undefined ? [] : readdirSync(texts)) {
        for (const file of readdirSync(join(texts!, arm))) {
          kept[`${arm}/${file}`] = readFileSync(join(texts!, arm, file), 'utf8');
        }
      }
    };
    return runExperiment(experiment, {
      version: 'test',
      jobs: 1,
      workFolder: folder,
      texts: true,
      onResult,
      ...options,
    }).then(() => kept);
  };
  const whole = await run({});
  assert.equal(Object.keys(whole).length, 2 * 13);
  assert.equal(whole['replace/gen-12.jsonl'].trimEnd().split('\n').length, 300);
  assert.notEqual(whole['replace/gen-12.jsonl'], whole['fresh-1.0/gen-12.jsonl']);
  assert.deepEqual(readdirSync(folder), []);

  const interrupted = (texts: boolean) => {
    const stop = new AbortController();
    // The first arm's first run is done then, and the second's is not.
    const onProgress: RunOptions['onProgress'] = ([first]) => {
      if (first.done > 0) stop.abort();
    };
    return assert.rejects(run({ texts, onProgress, signal: stop.signal }), /interrupted/);
  };
  await interrupted(true);
  assert.ok(existsSync(join(folder, readdirSync(folder)[0], 'texts', 'replace', 'gen-12.jsonl')));
  assert.deepEqual(await run({ resume: true }), whole);
  // What was begun without texts is run again where they are wanted.
  await interrupted(false);
  assert.deepEqual(await run({ resume: true }), whole);
  assert.deepEqual(await run({ texts: false }), {});
});
