/** `gen0 audit --compat` from the command line, with the real engine. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { AuditResult, CompatResult } from '../../audit/result.js';
import { ENGINE } from '../../cli/engine.js';
import { runCommand } from '../../cli/main.js';
import { ngramDiversity } from '../../compat/cshaib-ngrams.js';
import { compatResultSchema } from '../../report/schema.js';
import { sharedFolder } from '../shared.js';

const TEXTS = Array.from({ length: 12 }, (_, i) => `the cat ${i} sat on the mat of house ${i % 3} and slept`);

function workplace(t: TestContext) {
  const cwd = mkdtempSync(join(tmpdir(), 'gen0-compat-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const lines = TEXTS.map((text, i) => JSON.stringify({ id: `d${i}`, text }));
  writeFileSync(join(cwd, 'corpus.jsonl'), lines.join('\n'));
  writeFileSync(join(cwd, 'corpus.jsonl.gz'), gzipSync(lines.join('\n')));
  const header = `${"{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }".padEnd(117)}\n`;
  const head = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}`, 'latin1');
  writeFileSync(
    join(cwd, 'rows.npy'),
    Buffer.concat([head, Buffer.from(Float32Array.of(1, 0, 0, 1, 0, 1).buffer)]),
  );
  const run = async (command: string) => {
    let out = '';
    let err = '';
    // Corpora are read from the process's own folder, so they are given whole paths.
    const words = command.replaceAll('corpus.jsonl', join(cwd, 'corpus.jsonl')).split(' ');
    const code = await runCommand(words, {
      cwd,
      env: {},
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      engine: ENGINE,
      signal: new AbortController().signal,
      now: () => Date.UTC(2026, 10, 20),
    });
    return { code, out, err };
  };
  return { cwd, run };
}

test('without a reference the numbers stand alone, in full, and match their schema', async (t) => {
  const { cwd, run } = workplace(t);
  const { code, out, err } = await run(
    'audit corpus.jsonl.gz --compat all --embeddings rows.npy --compat-first 5 --json --compat-documents each.jsonl',
  );
  assert.equal(code, 0, err);
  const result: CompatResult = JSON.parse(out);
  assert.deepEqual(compatResultSchema.parse(result), result);
  assert.deepEqual(Object.keys(result.compat), [
    ...['cshaib', 'nltk', 'sacrebleu', 'vendi', 'gopher', 'redpajama', 'dolma', 'guo'],
  ]);
  const scores = Object.values(result.compat.cshaib.ngram_diversity_score as Record<string, number>);
  assert.deepEqual(scores, ngramDiversity(TEXTS));
  const [one, two] = [1 / 3, 2 / 3];
  const vendi = Math.exp(-one * Math.log(one) - two * Math.log(two));
  assert.ok(Math.abs((result.compat.vendi.score_X as number) - vendi) < 1e-14);
  assert.ok(String(result.compat.vendi.score_X).length > 12);
  assert.equal(result.compat.nltk.documents, 5);
  assert.match(result.warnings[0].message, /first 5 of 12 documents/);
  const each = readFileSync(join(cwd, 'each.jsonl'), 'utf8').trimEnd().split('\n');
  assert.equal(each.length, 12);
  const first = JSON.parse(each[0]);
  assert.equal(first.id, 'd0');
  assert.deepEqual(first.gopher, { repetition: 'top_3_gram', quality: 'gopher_short_doc' });
  assert.deepEqual(first.redpajama.RPS_Lines_Num_Words, [[0, TEXTS[0].length, 12]]);
  assert.equal(first.dolma.word_count, 12);
});

test('Guo: what has its inputs is there, and what is left out is named', async (t) => {
  const { cwd, run } = workplace(t);
  const bare: CompatResult = JSON.parse((await run('audit corpus.jsonl --compat guo --json')).out);
  assert.deepEqual(Object.keys(bare.compat.guo), ['documents', 'lexical_diversity']);
  assert.match(
    bare.warnings[0].message,
    /semantic_diversity needs --embeddings.*syntactic_.* needs --parses/,
  );

  const word = (id: number, tag: string, head: number) => `${id}\tx\t_\t${tag}\t_\t_\t${head}\t_\t_\t_\n`;
  const parses = `${word(1, 'NOUN', 0)}\n${word(1, 'VERB', 0)}`;
  writeFileSync(join(cwd, 'parses.conllu.gz'), gzipSync(parses));
  const { out, err } = await run(
    'audit corpus.jsonl --compat guo --parses parses.conllu.gz --embeddings rows.npy --json',
  );
  const { compat, warnings }: CompatResult = JSON.parse(out);
  assert.deepEqual(warnings, [], err);
  assert.equal(compat.guo.syntactic_sentences, 2);
  assert.ok(Math.abs((compat.guo.syntactic_diversity as number) - 5 / 6) < 1e-15);
  assert.ok(Math.abs((compat.guo.semantic_diversity as number) - 1 / 3) < 1e-15);
});

test('as text, plain, Markdown and HTML', async (t) => {
  const { cwd, run } = workplace(t);
  const { out } = await run(
    'audit corpus.jsonl --compat cshaib,gopher --reporter plain --reporter text -o r.md -o r.html -o r.json',
  );
  assert.match(out, /^compat cshaib self_repetition_score \d\.\d+$/m);
  assert.match(out, /^compat gopher quality\.gopher_short_doc 12$/m);
  for (const line of out.split('\n').filter((each) => each.startsWith('  ')))
    assert.ok(line.length <= 80, line);
  assert.match(readFileSync(join(cwd, 'r.md'), 'utf8'), /\| cshaib \| `documents` \| 12 \|/);
  assert.match(readFileSync(join(cwd, 'r.html'), 'utf8'), /<td>self_repetition_score<\/td>/);
  assert.ok('gopher' in JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')).compat);
});

test('with a reference they join the audit, which is otherwise the same', async (t) => {
  const { cwd, run } = workplace(t);
  const plain: AuditResult = JSON.parse(
    (await run('audit corpus.jsonl -r corpus.jsonl --json --no-save')).out,
  );
  const { out } = await run('audit corpus.jsonl -r corpus.jsonl --json --compat dolma -o r.md -o r.html');
  const { compat, ...rest }: AuditResult = JSON.parse(out);
  assert.deepEqual(rest, plain);
  assert.equal(compat?.dolma.word_count, 12);
  assert.match(readFileSync(join(cwd, 'r.md'), 'utf8'), /Other tools' numbers/);
  assert.match(readFileSync(join(cwd, 'r.html'), 'utf8'), /id="compat-dolma"/);
  const shown = await run('report latest --json');
  assert.deepEqual(JSON.parse(shown.out).compat, compat);
});

test('what does not fit together is refused with the way out', async (t) => {
  const { run } = workplace(t);
  for (const [command, message] of [
    ['--compat vendy', /--compat vendy: no such tool\. Did you mean "vendi"\? There are cshaib, /],
    ['--compat vendi', /--compat vendi: needs --embeddings FILE\.npy/],
    ['--compat mauve --embeddings rows.npy', /--compat mauve: needs --reference-embeddings/],
    ['--compat vendi --embeddings none.npy', /none\.npy: cannot be read \(ENOENT\)/],
    ['--compat vendi --embeddings corpus.jsonl', /corpus\.jsonl: not a \.npy file/],
    ['--compat cshaib --compat-documents x.jsonl', /--compat-documents: needs one of gopher/],
    ['--compat gopher --compat-documents none/x.jsonl', /none\/x\.jsonl: cannot be written \(ENOENT\)/],
    ['--compat cshaib --parses x.conllu', /--parses: needs guo in --compat/],
    ['-r corpus.jsonl --parses x.conllu', /--parses: needs --compat/],
    ['--compat guo --parses none.conllu', /none\.conllu: no such file/],
    ['--compat guo --parses corpus.jsonl', /corpus\.jsonl line 1: 1 fields, where CoNLL-U has 10/],
    ['--compat cshaib --fail-on early', /--fail-on: is about a comparison, and there is no --reference/],
    ['--compat cshaib -o x.xml', /--output x\.xml: without --reference the extension is one of/],
    ['--compat cshaib --reporter junit', /--reporter junit: needs a verdict/],
    ['-r corpus.jsonl --embeddings rows.npy', /--reference-embeddings: give both/],
  ] as const) {
    const { code, err } = await run(`audit corpus.jsonl ${command}`);
    assert.equal(code, 2, command);
    assert.match(err, message);
  }
});

test('Vendi of the shared embeddings, through the command line', async (t) => {
  const shared = sharedFolder(t);
  if (shared === null) return;
  const { run } = workplace(t);
  const { out } = await run(
    `audit corpus.jsonl --compat vendi --embeddings ${shared}golden/inputs/emb_ref5.npy --json`,
  );
  const { vendi } = JSON.parse(out).compat;
  const golden = JSON.parse(readFileSync(`${shared}golden/vendi.ref5.2926.json`, 'utf8')).values;
  assert.ok(Math.abs(vendi.score_X / golden.score_X_q1 - 1) < 1e-12);
  assert.ok(Math.abs(vendi.score_dual / golden.score_dual_q1 - 1) < 1e-12);
});
