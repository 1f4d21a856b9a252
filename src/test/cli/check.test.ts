/** `gen0 check` as it is run: on speeches, on what a model of them writes, and on what cannot be checked. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { CheckResult } from '../../check/result.js';
import { runCommand } from '../../cli/main.js';
import { readSpeeches } from '../../lab/demo/speeches.js';
import { sampleNgram } from '../../lab/learners/sample-ngram.js';
import { toPieces } from '../../lab/text/piece-corpus.js';
import { joinPieces } from '../../lab/text/pieces.js';
import { trainNgram } from '../../lm/ngram.js';
import { tokenise } from '../../profile/tokenise.js';
import { newRandom } from '../../stats/random.js';
import { standIn } from '../stand-in.js';

/** Twenty speeches of about 2,000 words, the writer's; and one more. */
const SPEECHES = readSpeeches()
  .map(({ text }) => text)
  .filter((text) => text.length > 14_000)
  .slice(100, 121)
  .map((text) => text.slice(0, 12_000));

/** What a model of other speeches writes where it keeps to the likeliest words. */
function machineText(): string {
  const corpus = toPieces(
    readSpeeches()
      .slice(80, 100)
      .map(({ text }) => text),
  );
  const model = trainNgram(corpus, corpus.spellings.length, { order: 3, smoothing: 'kneser-ney' });
  const { pieces } = sampleNgram(model, [2000], newRandom(3), { temperature: 0.7, keep: 1 });
  return joinPieces([...pieces].map((piece) => corpus.spellings[piece]));
}

function workplace(t: TestContext, files: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-check-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, 'own'));
  SPEECHES.slice(1).forEach((text, i) => {
    writeFileSync(join(cwd, 'own', `${i}.txt`), text);
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const { engine } = standIn(cwd);
  return async (command: string, env: Record<string, string> = {}) => {
    let out = '';
    let err = '';
    const code = await runCommand(command.split(' '), {
      cwd,
      env,
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      engine,
      signal: new AbortController().signal,
      now: Date.now,
    });
    return { code, out, err, read: (name: string) => readFileSync(join(cwd, name), 'utf8') };
  };
}

test('a speech of the writer is like the others; a machine text is marked from end to end', async (t) => {
  const run = workplace(t, { 'own.md': SPEECHES[0], 'machine.md': machineText() });
  const own = await run('check own.md -r own --json');
  assert.equal(own.code, 0, own.err);
  const [speech] = (JSON.parse(own.out) as CheckResult).drafts;
  assert.ok(
    speech.predictable!.p > 0.05 && speech.predictable!.value < 0.25,
    JSON.stringify(speech.predictable),
  );
  const { code, out } = await run('check machine.md -r own --json');
  assert.equal(code, 0);
  const { drafts, reference, schema } = JSON.parse(out) as CheckResult;
  assert.deepEqual([schema, reference!.texts], [1, 20]);
  const [{ predictable, marks, text }] = drafts;
  assert.ok(predictable!.value > 0.5 && predictable!.p < 0.05, JSON.stringify(predictable));
  for (const { start, end, words } of marks) {
    assert.equal(tokenise(text.slice(start, end), 'words').length, words);
    assert.match(text.slice(start, end), /^[^\s].*[^\s]$/s);
  }
});

test('marks are brackets, or colours where they are asked for; files are written instead of printing', async (t) => {
  const phrase = 'the quick brown fox of all our many common hopes';
  const draft = `${SPEECHES[0].slice(0, 3000)}\n\nNow ${phrase}.\u001b[31m Then ${phrase}, <script>alert(1)</script>.`;
  const run = workplace(t, { 'draft.md': draft });
  const plain = await run('check draft.md --reference own');
  assert.equal(plain.code, 0, plain.err);
  assert.match(plain.out, new RegExp(`Now \\[=${phrase}=\\]\\.`));
  assert.match(plain.out, /\n {2}2 times: "the quick brown fox/);
  assert.ok(!plain.out.includes('\u001b'));
  assert.match(plain.out, /words in predictable runs/);
  assert.match(plain.out, /do not say who or\s+what wrote it/);
  const coloured = await run('check draft.md -r own', { FORCE_COLOR: '1' });
  assert.ok(coloured.out.includes(`\u001b[4m${phrase}\u001b[0m`) && !coloured.out.includes('\u001b[31m'));
  const { out, read } = await run('check draft.md -r own -o page.html -o page.json -o page.txt');
  assert.equal(out, '');
  const page = read('page.html');
  assert.match(page, /<mark class="repeated" title="repeated">the quick brown fox/);
  assert.ok(page.includes('&lt;script&gt;') && !page.includes('<script'));
  assert.ok(!/(?:src|href)="(?!#)/.test(page), 'the page asks for nothing');
  assert.equal(JSON.parse(read('page.json')).drafts[0].name, 'draft.md');
  assert.equal(read('page.txt'), plain.out);
});

test('the share of words that are not the machine draft’s, ready for a source card', async (t) => {
  const machine = SPEECHES[1].split(' ').slice(0, 300).join(' ');
  const own = SPEECHES[0].split(' ').slice(0, 200).join(' ');
  const run = workplace(t, { 'machine.md': machine, 'final.md': `${machine}\n\n${own}` });
  const { code, out } = await run('check final.md --draft machine.md');
  assert.equal(code, 0);
  const [, low, high] = /^ {2}humanFraction: \[(0\.\d\d), (0\.\d\d)\]$/m.exec(out)!;
  // 200 of 500 words; a few of them stand in the machine draft by chance.
  assert.ok(Number(low) > 0.3 && Number(high) >= 0.38 && Number(high) < 0.43, `${low} ${high}`);
  assert.ok(out.includes('[|') && !out.includes('your texts'));
});

test('the same words across drafts are counted', async (t) => {
  const frame = 'it is with great pride and deep humility that I stand here before you on this day';
  const drafts = [0, 1, 2].map((i) => `${SPEECHES[0].slice(4000 * i, 4000 * i + 3000)} ${frame}.`);
  const run = workplace(t, { 'a.md': drafts[0], 'b.md': drafts[1], 'c.md': drafts[2] });
  const { out } = await run('check a.md b.md c.md -r own --json');
  const { phrases } = JSON.parse(out) as CheckResult;
  const found = phrases.find((each) => each.phrase === frame)!;
  assert.deepEqual([found.count, found.drafts, found.words], [3, 3, 17]);
});

test('a draft that stands in the reference is left out there', async (t) => {
  const run = workplace(t, { 'draft.md': SPEECHES[12] });
  const { out } = await run('check draft.md -r own');
  assert.match(out, /note: own\/11\.txt is a draft, or an earlier state of one: left out of the\s+reference/);
  assert.match(out, /held against 19 texts of yours/);
});

test('what cannot be checked', async (t) => {
  const german =
    'Der Staat soll nicht nur die Rechte der Bürger schützen, sondern auch ihre Wohlfahrt fördern, und wer das nicht will, der hat nicht verstanden, was ein Gemeinwesen ist. Wir haben das oft gesagt und werden es auch weiterhin sagen.';
  const run = workplace(t, {
    'empty.md': '',
    'dashes.md': '— —\n',
    'german.md': german,
    'draft.md': 'A few words.',
  });
  for (const [command, message] of [
    ['check', /check takes at least one draft/],
    ['check draft.md', /check needs --reference, .* or --draft/],
    ['check empty.md -r own', /empty\.md: no documents \(the file is empty\)/],
    ['check dashes.md -r own', /dashes\.md: no words in it/],
    [
      'check draft.md -r german.md',
      /the reference has 1 text of 39 words together; the check needs at least 6/,
    ],
    ['check german.md -r own', /german\.md: only .* it seems to be in another language/],
    ['check draft.md -r own --share 2', /--share 2: must be from 0\.001 to 0\.5/],
    ['check draft.md -r own -o x.pdf', /--output x\.pdf: the extension decides/],
    ['check draft.md -r own -o no/x.html', /--output no\/x\.html: cannot be written/],
    ['check draft.md -r nowhere', /nowhere/],
  ] as const) {
    const { code, out, err } = await run(command);
    assert.equal(code, 2, command);
    assert.match(err, message);
    assert.equal(out, '');
  }
});
