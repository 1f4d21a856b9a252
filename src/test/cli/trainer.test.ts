/** `learner: command`: the lab's loop around a program of one's own, run as a user runs it. */
import assert from 'node:assert/strict';
import { type SpawnOptionsWithoutStdio, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commandWords } from '../../cli/command-words.js';
import type { LabResult } from '../../lab/experiments/result.js';
import { readSample } from '../../lab/trainer/read-sample.js';
import { runProgram } from '../../lab/trainer/run-program.js';
import { rng } from '../../stats/rng.js';
import { REPLAY_TRAINER, UNIGRAM_TRAINER } from '../unigram-trainer.js';
import { zipfDocuments } from '../zipf-text.js';

const BIN = fileURLToPath(new URL('../../../bin/gen0.js', import.meta.url));
/** More of them: `GEN0_KILLS=50 node scripts/test.js trainer`. */
const KILLS = Number(process.env.GEN0_KILLS ?? 2);
/** A name that a shell would take apart. */
const HOSTILE = 'it\'s $HOME; "a b" 日本';

interface Place {
  cwd: string;
  trainer: string;
  calls(): string[];
}

function place(t: TestContext): Place {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-trainer-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const cwd = join(folder, HOSTILE);
  mkdirSync(cwd);
  const records = zipfDocuments(120, 150, 1, 1500).map(({ text }) => JSON.stringify({ text }));
  writeFileSync(join(cwd, 'human.jsonl'), `${records.join('\n')}\n`);
  const trainer = join(cwd, 'trainer.cjs');
  writeFileSync(trainer, UNIGRAM_TRAINER);
  const calls = () => readFileSync(join(cwd, 'calls.txt'), 'utf8').trim().split('\n');
  return { cwd, trainer, calls };
}

const experiment = (command: string[], more = '') => `
title: a program of one's own
world: text
generations: 3
seeds: 1
${more}
with:
  learner: command
  command: ${JSON.stringify(command)}
  audit: false
`;

const argsOf = (...more: string[]) => ['lab', 'run', 'own.yaml', '--corpus', 'human.jsonl', ...more];

function prepare(here: Place, how: string, more = '') {
  writeFileSync(join(here.cwd, 'own.yaml'), experiment([process.execPath, here.trainer, how], more));
}

function run({ cwd }: Place, args: string[]) {
  const done = spawnSync(process.execPath, [BIN, ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

function figures(out: string): string {
  const { startedAt, timing, ...rest } = JSON.parse(out) as LabResult;
  assert.ok(startedAt && timing);
  return JSON.stringify(rest);
}

const workFolder = ({ cwd }: Place) => {
  const root = join(cwd, '.gen0', 'work');
  return join(root, readdirSync(root)[0]);
};

test('a program of one’s own feeds on its output: vocabulary shrinks, a tenth of real text slows it, texts are kept', (t) => {
  const here = place(t);
  prepare(
    here,
    'well',
    'arms: { replace: {}, anchor: { regime: "anchor:0.3" }, all: { regime: accumulate } }',
  );
  const { status, out, err } = run(here, argsOf('--json'));
  assert.equal(status, 0, err);
  const result = JSON.parse(out) as LabResult;
  const last = (arm: string) => result.arms.find(({ name }) => name === arm)!.metrics.vocabulary.mean.at(-1)!;
  assert.ok(last('replace') < last('anchor') && last('anchor') < last('all') && last('all') < 1);
  assert.equal(here.calls().filter((each) => each === 'fit').length, 9);
  const saved = join(here.cwd, '.gen0', 'lab');
  const [folder] = readdirSync(saved).filter((name) => /^\d{4}-/.test(name));
  const written = readFileSync(join(saved, folder, 'texts', 'replace', 'gen-03.jsonl'), 'utf8');
  assert.equal(written.trimEnd().split('\n').length, 60);
  assert.deepEqual(existsSync(join(here.cwd, '.gen0', 'work')), false);
});

test('on the same texts the probes give what they give of the built-in learner', (t) => {
  const here = place(t);
  const common = ['--corpus', 'human.jsonl', '--generations', '2', '--samples', '60', '--json'];
  const plain = run(here, ['lab', 'run', 'text', ...common, '--set', 'order=1']);
  assert.equal(plain.status, 0, plain.err);
  const saved = join(here.cwd, '.gen0', 'lab');
  const [folder] = readdirSync(saved).filter((name) => /^\d{4}-/.test(name));
  const replay = join(here.cwd, 'replay.cjs');
  writeFileSync(replay, REPLAY_TRAINER);
  const command = `'${process.execPath}' ./replay.cjs ".gen0/lab/${folder}/texts/replace" count.txt`;
  const own = run(here, ['lab', 'run', 'text', ...common, '--set', 'order=1', '--command', command]);
  assert.equal(own.status, 0, own.err);
  const metricsOf = (text: string) => (JSON.parse(text) as LabResult).arms[0].metrics;
  const [built, mine] = [metricsOf(plain.out), metricsOf(own.out)];
  assert.ok(built.vocabulary.mean[2]! < built.vocabulary.mean[1]!);
  for (const [name, { mean }] of Object.entries(built)) {
    if (name === 'kept' || name === 'invented') {
      // N-grams write no word that is not their corpus's, so these say no more of them than the vocabulary.
      assert.deepEqual(mean, [null, null, null]);
      const same = name === 'kept' ? built.vocabulary.mean : [0, 0, 0];
      mine[name].mean.forEach((x, g) => {
        assert.ok(Math.abs(x! - same[g]!) < 0.03, `${name} ${g}`);
      });
      continue;
    }
    if (!/^(held-out|own-|vocabulary)/.test(name)) {
      assert.deepEqual(mine[name].mean, mean, name);
      continue;
    }
    // Unigrams put the first word of a text in the middle of others, where its text is read again with a space; and one
    // more word, the unknown, takes its share of what no context foretells.
    mean.forEach((x, g) => {
      assert.ok(Math.abs(mine[name].mean[g]! / x! - 1) < 0.03, `${name} ${g}`);
    });
  }
});

test('each way in which a program fails is told with what, where and the remedy', async (t) => {
  const { cwd, trainer } = place(t);
  const log = join(cwd, 'program.log');
  const call = async (command: string[], timeout = 60) => {
    const args = [join(cwd, 'human.jsonl'), join(cwd, 'out'), '--seed', '1'];
    const reply = await runProgram(
      { verb: 'sample', command, args, log, timeout },
      new AbortController().signal,
    );
    assert.ok(!reply.ok);
    return reply.error;
  };
  const how = (name: string, timeout?: number) => call([process.execPath, trainer, name], timeout);
  const [exit, signal, talk, hang, missing, refused] = await Promise.all([
    how('exit'),
    how('signal'),
    how('talk'),
    how('hang', 0.5),
    call(['no-such-program-here']),
    call([join(cwd, 'human.jsonl')]),
  ]);
  assert.match(exit, /sample: ended with exit code 3, its last words .*; its stderr is in .*program\.log$/);
  assert.match(signal, /sample: ended by SIGKILL \(memory may have run out\)/);
  assert.match(talk, /its stdout holds what is no line of the protocol, "Loading weights"; print JSON lines/);
  assert.match(hang, /sample: not finished after 0\.5 s; set a longer timeout, as in --set timeout=1;/);
  assert.match(missing, /no-such-program-here sample: no such program; check its spelling/);
  assert.match(refused, /human\.jsonl sample: it may not be executed; start it by its interpreter/);
  assert.match(readFileSync(log, 'utf8'), /CUDA out of memory/);
});

test('a sample that is short, malformed, missing, empty or no UTF-8 is refused by line', (t) => {
  const path = join(place(t).cwd, 'sample.jsonl');
  const read = (bytes: string | Buffer, n = 2) => {
    writeFileSync(path, bytes);
    return readSample(path, n, 'train.py sample');
  };
  assert.deepEqual(read('{"text":"a"}\n\n{"id":7,"text":""}\nmore is not read'), ['a', '']);
  assert.throws(() => read('{"text":"a"}\n'), /train\.py sample: it wrote 1 texts, 2 are needed/);
  assert.throws(
    () => read('{"text":"a"}\nb c\n'),
    /line 2 of its sample, "b c", is no record; write \{"text"/,
  );
  assert.throws(() => read('{"text":1}\n'), /line 1 of its sample/);
  assert.throws(() => read('null\n'), /line 1 of its sample/);
  assert.throws(() => read('{"text":" "}\n{"text":""}'), /all 2 texts are empty/);
  assert.throws(() => read(Buffer.from([0x7b, 0xff])), /not UTF-8/);
  rmSync(path);
  assert.throws(() => readSample(path, 1, 'x'), /it ended well but wrote no sample/);
});

test('on the command line: a failing program, and a flag that is not right', (t) => {
  const here = place(t);
  prepare(here, 'exit');
  const { status, err, out } = run(here, argsOf());
  assert.deepEqual([status, out], [2, '']);
  assert.match(err, /exit code 3, its last words "CUDA out of memory"; .*program\.log\. --resume goes on/);
  assert.doesNotMatch(err, /\n\s+at /);
  const text = (...more: string[]) => run(here, ['lab', 'run', 'text', ...more]).err;
  assert.match(text('--learner', 'command'), /learner command needs a program: --command/);
  assert.match(text('--learner', 'comand'), /learner: must be one of ngram, transformer, command/);
});

test('a failure in mid-generation: a model that is fitted is not fitted again, and the end is the same', (t) => {
  const here = place(t);
  prepare(here, 'well');
  // The command is part of the run's name, so the program itself is mended.
  const broken = UNIGRAM_TRAINER.replace('const [how,', 'let [how,').replace(
    "if (how === 'talk')",
    "if (verb === 'sample' && calls === 2) { say({ failed: 'the loss is NaN' }); process.exit(1); }\nif (how === 'talk')",
  );
  writeFileSync(here.trainer, broken);
  const first = run(here, argsOf('--json'));
  assert.match(first.err, /sample: it failed: the loss is NaN; its stderr is in/);
  assert.deepEqual(here.calls(), ['fit', 'sample', 'fit', 'sample']);
  assert.match(
    readFileSync(join(workFolder(here), 'trainer', '0-0', 'program.log'), 'utf8'),
    /"the loss is NaN"/,
  );
  writeFileSync(here.trainer, UNIGRAM_TRAINER);
  const second = run(here, argsOf('--json', '--resume'));
  assert.equal(second.status, 0, second.err);
  assert.deepEqual(here.calls().slice(4), ['sample', 'fit', 'sample']);
  assert.equal(figures(second.out), figures(run(here, argsOf('--json', '--no-save')).out));
});

function start({ cwd }: Place, args: string[]) {
  const options: SpawnOptionsWithoutStdio = { cwd };
  const child = spawn(process.execPath, [BIN, ...args], options);
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdout.resume();
  const ended = new Promise<{ code: number | null; err: string }>((done) =>
    child.on('close', (code) => done({ code, err })),
  );
  return { child, ended };
}

/** Whether all processes of a group end within seconds; what is dead and not yet collected counts as gone. */
async function isGone(group: number): Promise<boolean> {
  for (let i = 0; i < 200; i++) {
    const { stdout } = spawnSync('ps', ['-eo', 'pgid=,stat='], { encoding: 'utf8' });
    const alive = stdout.split('\n').some((line) => {
      const [pgid, stat = ''] = line.trim().split(/\s+/);
      return Number(pgid) === group && !stat.startsWith('Z');
    });
    if (!alive) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}

test('Ctrl-C ends the program and what it started, one that heeds no SIGTERM too', async (t) => {
  const here = place(t);
  prepare(here, 'hang');
  const { child, ended } = start(here, argsOf());
  const mark = join(here.cwd, 'hangs.txt');
  while (!existsSync(mark) || readFileSync(mark, 'utf8') === '')
    await new Promise((done) => setTimeout(done, 20));
  const group = Number(readFileSync(mark, 'utf8'));
  assert.ok(process.kill(-group, 0));
  child.kill('SIGINT');
  const { code, err } = await ended;
  assert.equal(code, 130, err);
  assert.ok(await isGone(group), 'the group is gone');
  assert.ok(existsSync(join(workFolder(here), 'trainer', '0-0', 'models')));
});

test(`a run killed at ${KILLS} random instants is taken up to the same bytes`, async (t) => {
  const here = place(t);
  prepare(here, 'well');
  const begin = performance.now();
  const undisturbed = figures(run(here, argsOf('--json', '--no-save')).out);
  const whole = performance.now() - begin;
  const random = rng(5);
  for (let kill = 0; kill < KILLS; kill++) {
    rmSync(join(here.cwd, '.gen0'), { recursive: true, force: true });
    const { child, ended } = start(here, argsOf('--no-save'));
    setTimeout(() => child.kill('SIGKILL'), random(Math.round(whole)));
    await ended;
    const again = run(here, argsOf('--json', '--no-save', '--resume'));
    assert.equal(again.status, 0, again.err);
    assert.equal(figures(again.out), undisturbed);
  }
});

test('the words of --command: quotes and backslashes hold words together', () => {
  assert.deepEqual(commandWords(`python3  'my train.py' "a \\"b\\"" c\\ d ''`), [
    'python3',
    'my train.py',
    'a "b"',
    'c d',
    '',
  ]);
  assert.throws(() => commandWords("python3 'train.py"), /a ' is not closed/);
  assert.throws(() => commandWords('  '), /write a program and its first arguments/);
});
