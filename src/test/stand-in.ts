/**
 * A stand-in for what computes, so that the command line can be tested alone: a corpus file holds the name of
 * the verdict it is to get, a profile is that name as JSON.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Stage } from '../audit/result.js';
import { type AuditFlags, ENGINE, type Engine, type MetricCard, type ProfileFlags } from '../cli/engine.js';
import type { Profile } from '../profile/profile.js';
import { DataError } from '../util/errors.js';
import { resultWith } from './results.js';

export interface Calls {
  profiled: { paths: string[]; options: ProfileFlags }[];
  audited: AuditFlags[];
}

type Fake = Profile & { stage: string };

function fake(stage: string, tokeniser: string, seed: number): Fake {
  const cells = { length: 0, keys: new Uint32Array(0), counts: new Uint32Array(0), shift: 0 };
  const groups = () => new Float64Array(32).fill(2);
  return {
    stage,
    rules: { format: 2, tokeniser, seed },
    capacity: { cells: [1, 1, 1, 1], documents: 1 },
    digest: 'd'.repeat(32),
    skipped: 0,
    totals: { documents: groups(), tokens: groups(), bytes: groups() },
    documents: {
      length: 0,
      hashes: new Uint32Array(0),
      copies: new Uint32Array(0),
      tokens: new Uint32Array(0),
      flags: new Uint8Array(0),
      signatures: new Uint8Array(0),
      shift: 0,
    },
    grams: [{ ...cells, owners: new Uint32Array(0), words: ['a', 'b'] }, cells, cells, cells],
    sample: [],
  };
}

/** An engine over files in `cwd`, and what it was called with; given `onRead`, it calls that and reads until aborted. */
export function standIn(cwd: string, onRead?: () => void): { engine: Engine; calls: Calls } {
  const calls: Calls = { profiled: [], audited: [] };
  const read = (path: string) => {
    try {
      return readFileSync(resolve(cwd, path), 'utf8').trim();
    } catch {
      throw new DataError(`${path}: no such file; check the path`);
    }
  };
  const engine: Engine = {
    profiling: async () => ({
      async profileCorpus(paths, options) {
        calls.profiled.push({ paths, options });
        const stage = read(paths[0]);
        if (stage === 'crash') throw new TypeError('cannot read x of undefined');
        if (onRead) {
          onRead();
          await untilAborted(options.signal!);
        }
        options.onProgress?.({ bytes: 5, totalBytes: 10, documents: 3 });
        const profile = fake(stage, `${options.tokeniser ?? 'words'}-1`, options.seed ?? 0);
        const bad = stage === 'late' ? [{ path: paths[0], line: 7, message: 'invalid JSON' }] : [];
        return {
          profile,
          tally: { documents: 64, badCount: bad.length, bad, blank: 0 },
          timing: { read: 0.1 },
        };
      },
      mergeProfiles: ([first]) => first,
      async saveProfile(profile, path) {
        writeFileSync(path, JSON.stringify({ stage: (profile as Fake).stage, rules: profile.rules }));
      },
      async loadProfile(path) {
        const { stage, rules } = JSON.parse(read(path));
        return fake(stage, rules.tokeniser, rules.seed);
      },
      assertComparable(a, b, nameA, nameB) {
        if (a.rules.seed === b.rules.seed && a.rules.tokeniser === b.rules.tokeniser) return;
        throw new DataError(`${nameA} and ${nameB}: different rules; profile them again`);
      },
    }),
    slicing: ENGINE.slicing,
    tables: ENGINE.tables,
    images: ENGINE.images,
    embedding: () => Promise.reject(new Error('no embedder here')),
    readers: async () => ({}),
    auditing: async () => ({
      spellLost: async () => [],
      diagnose: () => [],
      auditProfiles(corpus, _reference, flags) {
        calls.audited.push(flags);
        const result = resultWith((corpus as Fake).stage as Stage);
        const { seed, lineage, corpusName, referenceName, corpusPaths, referencePaths } = flags;
        return {
          ...result,
          seed,
          lineage,
          gates: [],
          corpus: { ...result.corpus, name: corpusName, paths: corpusPaths },
          reference: { ...result.reference, name: referenceName, paths: referencePaths },
        };
      },
    }),
    metrics: async () => CARDS,
    demo: async () => ({ runDemo: async ({ seed, colour }) => `demo ${seed} ${colour}\n` }),
    checking: () => import('../check/index.js'),

    duplicates: () => import('../duplicates/index.js'),
    lab: () => import('../lab/index.js'),
    provenance: () => import('../provenance/index.js'),
    mixing: ENGINE.mixing,
    archive: ENGINE.archive,
    standards: ENGINE.standards,
  };
  return { engine, calls };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    const stay = setInterval(() => {}, 1000);
    signal.addEventListener('abort', () => {
      clearInterval(stay);
      fail(signal.reason);
    });
  });
}

const CARDS: MetricCard[] = Object.entries(resultWith('early').metrics).map(([id, metric]) => ({
  id,
  group: metric.group,
  title: metric.title,
  failTitle: `fewer: ${metric.title}`,
  why: 'It matters.',
  source: 'Author 2024',
  unit: metric.unit,
  range: '0 to 1',
  ratioOf: metric.ratioOf,
  direction: metric.direction,
  bounds: metric.bounds,
  needs: '200 documents on each side',
}));
