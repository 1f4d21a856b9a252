import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { ConfigError } from '../util/errors.js';
import { findConfig, loadConfig, parseConfig } from './load.js';

const METRICS = ['tails/rare-mass', 'tails/coverage', 'repetition/loops'];
const parse = (source: string) => parseConfig(source, METRICS, 'gen0.yaml', '/project');

test('a full configuration is read, with paths relative to the file', () => {
  const config = parse(`
reference: data/human.jsonl
corpora:
  crawl: data/crawl/*.jsonl.gz
  both: [a.jsonl, b.jsonl]
  synthetic: { path: data/gen3.jsonl, field: output, id-field: uuid, unit: line, lineage: descendant }
seed: 7
tokeniser: whitespace
memory: 512MB
lineage: same-source
gates:
  tails/rare-mass: [error, { min-ratio: 0.9, max-ratio: 1.2 }]
  repetition/loops: off
  verdict: [warn, { worst: healthy }]
store: .store
`);
  const at = (path: string) => resolve('/project', path);
  assert.deepEqual(config, {
    file: 'gen0.yaml',
    reference: { paths: [at('data/human.jsonl')] },
    corpora: {
      crawl: { paths: [at('data/crawl/*.jsonl.gz')] },
      both: { paths: [at('a.jsonl'), at('b.jsonl')] },
      synthetic: {
        paths: [at('data/gen3.jsonl')],
        field: 'output',
        idField: 'uuid',
        unit: 'line',
        lineage: 'descendant',
      },
    },
    seed: 7,
    tokeniser: 'whitespace',
    memory: 512e6,
    lineage: 'same-source',
    gates: {
      'tails/rare-mass': { level: 'error', minRatio: 0.9, maxRatio: 1.2 },
      'repetition/loops': { level: 'off' },
      verdict: { level: 'warn', worst: 'healthy' },
    },
    store: at('.store'),
  });
});

test('an empty file is an empty configuration', () => {
  assert.deepEqual(parse('# nothing\n'), { file: 'gen0.yaml', corpora: {}, gates: {} });
});

test('JSON with tabs is read too', () => {
  const config = parse('{\n\t"reference": "h.jsonl",\n\t"gates": {"verdict": "error"}\n}');
  assert.deepEqual(config.gates, { verdict: { level: 'error' } });
});

const ERRORS: [source: string, message: RegExp][] = [
  ['seed: 1\nrefrence: x\n', /^gen0\.yaml line 2: refrence: unknown key\. Did you mean "reference"\?$/],
  [
    'reference: { path: x, feild: y }',
    /^gen0\.yaml line 1: reference\.feild: unknown key\. Did you mean "field"\?$/,
  ],
  [
    'corpora:\n  a: x\n  b:\n    path: y\n    linage: descendant\n',
    /line 5: corpora\.b\.linage: unknown key\. Did you mean "lineage"\?$/,
  ],
  [
    'corpora:\n  b: { path: y, lineage: son }\n',
    /line 2: corpora\.b\.lineage: must be one of descendant, same-source, unknown$/,
  ],
  ['corpora:\n  b: 3\n', /line 2: corpora\.b: write a path, a list of paths, or/],
  [
    'gates:\n  tails/rare-mas: error\n',
    /line 2: gates\.tails\/rare-mas: no such metric\. Did you mean "tails\/rare-mass"\?/,
  ],
  ['gates:\n  tails/rare-mass: fatal\n', /line 2: gates\.tails\/rare-mass: write off, warn or error/],
  [
    'gates:\n  tails/rare-mass: [error, { min-raito: 0.9 }]\n',
    /line 2: gates\.tails\/rare-mass\.1\.min-raito: unknown key\. Did you mean "min-ratio"\?/,
  ],
  [
    'gates:\n  tails/rare-mass: [error, { min-ratio: 2, max-ratio: 1 }]\n',
    /line 2: .*min-ratio is above max-ratio/,
  ],
  ['gates:\n  tails/rare-mass: [error, {}]\n', /line 2: .*give min-ratio or max-ratio/],
  [
    'gates:\n  verdict: [error, { worst: ealy }]\n',
    /line 2: gates\.verdict\.1\.worst: must be one of healthy, shifted, early, late$/,
  ],
  ['gates:\n  verdict: [error, { min-ratio: 1 }]\n', /line 2: gates\.verdict/],
  ['seed: -1\n', /line 1: seed: /],
  ['seed: 4294967296\n', /line 1: seed: /],
  ['memory: lots\n', /line 1: memory: not a size; write 1GB/],
  ['tokeniser: words-1\n', /line 1: tokeniser: must be one of words, whitespace$/],
  ['a: 1\na: 2\n', /line 2: no valid YAML: /],
  ['a: [1\n', /^gen0\.yaml line \d: no valid YAML: /],
  ['- a\n- b\n', /^gen0\.yaml/],
  ['just text', /^gen0\.yaml/],
];

for (const [source, message] of ERRORS) {
  test(`error for ${JSON.stringify(source)}`, () => {
    assert.throws(
      () => parse(source),
      (error: Error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test('whatever the bytes, the answer is a configuration or a ConfigError', () => {
  const word = fc.constantFrom(
    'reference',
    'gates',
    'corpora',
    'verdict',
    ': ',
    '[',
    ']',
    '{',
    '}',
    '\n',
    '  ',
    'error',
    '&a',
    '*a',
    '- ',
    '"',
    '!!',
    '0',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(word).map((words) => words.join('')),
        fc.string(),
      ),
      (source) => {
        try {
          parse(source);
        } catch (error) {
          assert.ok(error instanceof ConfigError, `${error}`);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('two configurations in a folder are an error, none is none, a missing one names itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-config-'));
  try {
    assert.equal(findConfig(folder), undefined);
    writeFileSync(join(folder, 'gen0.yaml'), 'seed: 1\n');
    assert.equal(loadConfig(findConfig(folder)!, METRICS).seed, 1);
    writeFileSync(join(folder, 'gen0.json'), '{}');
    assert.throws(() => findConfig(folder), /two configurations/);
    assert.throws(
      () => loadConfig(join(folder, 'x.yaml'), METRICS, 'x.yaml'),
      /^ConfigError: x\.yaml: no such file/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
