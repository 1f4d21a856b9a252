/**
 * Other tools' numbers, `gen0 audit --compat`: what is asked for, and from which texts and embeddings. With a reference
 * they join the audit's result; without one they are all there is, and nothing is saved.
 */
import { resolve } from 'node:path';
import type { AuditResult, CompatResult, Warning } from '../audit/result.js';
import type { CompatDocument, CompatInput, CompatTool } from '../compat/index.js';
import { assertNotEmpty, expandInputs, newTally, readConllu, readInputs, readNpy } from '../corpus/index.js';
import { COMPAT_REPORTERS, compatReporterForPath, compatReporterNamed, stableJson } from '../report/index.js';
import { UsageError } from '../util/errors.js';
import { formatCount, plural } from '../util/format.js';
import { didYouMean } from '../util/nearest.js';
import { configOf, writeNamed } from './audits.js';
import type { Args, OptionTable } from './command.js';
import { type Context, wantsColour } from './context.js';
import { isProfileName } from './corpora.js';
import type { ReadFlags } from './engine.js';
import { defined, integerFlag, isSet, listFlag, profileFlags, textFlag } from './flags.js';
import { corporaOf, type NamedCorpus } from './settings.js';
import { version } from './version.js';

export const COMPAT_OPTIONS: OptionTable = {
  compat: { type: 'string' },
  'compat-first': { type: 'string' },
  'compat-documents': { type: 'string' },
  parses: { type: 'string' },
};

export const COMPAT_HELP = `Other tools' numbers, by their own definitions (docs/compat.md)
      --compat LIST    cshaib, nltk, sacrebleu, vendi, mauve, gopher, redpajama,
                       dolma, guo, or all; needs no --reference
      --compat-first N documents for numbers about pairs (default 100)
      --compat-documents F   what gopher, redpajama and dolma say of each, as JSONL
      --embeddings, --reference-embeddings as above: for vendi, mauve and guo
      --parses F       parsed sentences of the corpus (CoNLL-U), for guo
`;

/** What `--compat` asks for. */
export interface CompatSettings {
  tools: CompatTool[];
  first: number;
  seed: number;
  documents?: string;
  embeddings?: string;
  referenceEmbeddings?: string;
  parses?: string;
}

/** Undefined without `--compat`. Throws UsageError for what does not fit together. */
export async function compatSettings(args: Args, seed = 0): Promise<CompatSettings | undefined> {
  const list = textFlag(args, 'compat');
  const inputs = defined({
    documents: textFlag(args, 'compat-documents'),
    embeddings: textFlag(args, 'embeddings'),
    referenceEmbeddings: textFlag(args, 'reference-embeddings'),
    parses: textFlag(args, 'parses'),
  });
  const first = integerFlag(args, 'compat-first', 2, 1e6);
  if (list === undefined) {
    // Embeddings serve the audit's own metrics of meaning too.
    for (const name of ['compat-first', 'compat-documents', 'parses']) {
      if (textFlag(args, name) !== undefined)
        throw new UsageError(`--${name}: needs --compat, e.g. --compat all`);
    }
    return undefined;
  }
  const { COMPAT_TOOLS, NEEDS, PER_DOCUMENT } = await import('../compat/index.js');
  const missing = (tool: CompatTool) =>
    NEEDS[tool]?.find((need) => inputs[need as keyof typeof inputs] === undefined);
  const tools: CompatTool[] = [];
  for (const word of list.split(',').map((each) => each.trim())) {
    const tool = COMPAT_TOOLS.find((each) => each === word);
    if (word === 'all') tools.push(...COMPAT_TOOLS.filter((each) => missing(each) === undefined));
    else if (tool === undefined) {
      throw new UsageError(
        `--compat ${word}: no such tool.${didYouMean(word, COMPAT_TOOLS)} There are ${COMPAT_TOOLS.join(', ')}, and all`,
      );
    } else if (missing(tool) !== undefined) {
      const flag = missing(tool) === 'embeddings' ? '--embeddings' : '--reference-embeddings';
      throw new UsageError(`--compat ${tool}: needs ${flag} FILE.npy, one row a text`);
    } else tools.push(tool);
  }
  if (inputs.documents !== undefined && !tools.some((tool) => PER_DOCUMENT.includes(tool))) {
    throw new UsageError(`--compat-documents: needs one of ${PER_DOCUMENT.join(', ')} in --compat`);
  }
  if (inputs.parses !== undefined && !tools.includes('guo')) {
    throw new UsageError('--parses: needs guo in --compat, e.g. --compat guo');
  }
  return { tools, first: first ?? 100, seed, ...inputs };
}

/** The audit with other tools' numbers on its corpus. */
export async function withCompat(
  result: AuditResult,
  corpus: NamedCorpus,
  settings: CompatSettings,
  read: ReadFlags,
  context: Context,
): Promise<AuditResult> {
  const texts = await readTexts(corpus, { ...read, onBadRecord: 'skip' }, true);
  const { compat, warnings } = await numbersOf(texts, settings, context);
  return { ...result, warnings: [...result.warnings, ...warnings], compat };
}

/** Without a reference: prints other tools' numbers, and resolves to exit code 0. */
export async function compatAlone(args: Args, context: Context): Promise<number> {
  for (const flag of ['lineage', 'only', 'fail-on', 'baseline']) {
    if (textFlag(args, flag) !== undefined) {
      throw new UsageError(`--${flag}: is about a comparison, and there is no --reference to compare with`);
    }
  }
  const outputs = listFlag(args, 'output').map((path) => ({ path, report: compatReporterForPath(path) }));
  const reporters = listFlag(args, 'reporter').map(compatReporterNamed);
  const config = await configOf(args, context);
  const { seed = config?.seed ?? 0, read = {} } = profileFlags(args);
  const settings = (await compatSettings(args, seed))!;
  const corpora = corporaOf(args.positionals, config, context);
  assertOneCorpus(args, corpora.length);
  const results: CompatResult[] = [];
  for (const corpus of corpora) {
    const texts = await readTexts(corpus, read, false);
    const { compat, warnings } = await numbersOf(texts, settings, context);
    if (texts.skipped > 0) {
      const message = `${corpus.name}: ${plural(texts.skipped, 'record')} could not be read and were left out.`;
      warnings.unshift({ id: 'partial', message });
    }
    const { name, paths } = corpus;
    const summary = { name, paths, documents: texts.texts.length, bytes: texts.bytes };
    const tool = { name: 'gen0' as const, version: version() };
    const result: CompatResult = { schema: 1, tool, seed, corpus: summary, compat, warnings };
    for (const { path, report } of outputs) writeNamed('output', path, report(result), context);
    results.push(result);
  }
  if (isSet(args, 'json')) {
    context.stdout.write(results.length === 1 ? COMPAT_REPORTERS.json(results[0]) : stableJson(results));
    return 0;
  }
  if (isSet(args, 'quiet') && reporters.length === 0) return 0;
  const seen = context.stdout.isTTY || wantsColour(isSet(args, 'no-color'), context);
  const chosen = reporters.length > 0 ? reporters : [seen ? COMPAT_REPORTERS.text : COMPAT_REPORTERS.plain];
  for (const result of results) for (const report of chosen) context.stdout.write(report(result));
  return 0;
}

/** Embeddings, parses and the file of documents are of one corpus. */
export function assertOneCorpus(args: Args, corpora: number): void {
  for (const flag of ['embeddings', 'parses', 'compat-documents', 'output']) {
    const given = flag === 'output' ? listFlag(args, flag).length > 0 : textFlag(args, flag) !== undefined;
    if (given && corpora > 1)
      throw new UsageError(`--${flag}: is of one corpus, and here are ${corpora}; name one`);
  }
}

interface Texts {
  texts: string[];
  ids: (string | undefined)[];
  bytes: number;
  skipped: number;
}

async function readTexts(corpus: NamedCorpus, read: ReadFlags, again: boolean): Promise<Texts> {
  for (const path of corpus.paths) {
    if (isProfileName(path)) {
      throw new UsageError(`--compat: ${path} is a profile, which keeps no texts; give the corpus itself`);
    }
    if (path === '-' && again) {
      throw new UsageError(
        '--compat: reads the corpus a second time, which stdin cannot; give a file, or leave --reference out',
      );
    }
  }
  const { field, idField, unit } = corpus;
  const options = { ...defined({ field, idField, unit }), ...read };
  const found: Texts = { texts: [], ids: [], bytes: 0, skipped: 0 };
  const tally = newTally();
  for await (const batch of readInputs(await expandInputs(corpus.paths, options), options, tally)) {
    for (const { text, id } of batch) {
      found.texts.push(text);
      found.ids.push(id);
      found.bytes += Buffer.byteLength(text);
    }
  }
  assertNotEmpty(tally, corpus.paths);
  found.skipped = tally.badCount;
  return found;
}

async function numbersOf({ texts, ids }: Texts, settings: CompatSettings, context: Context) {
  const { compatNumbers, OF_PAIRS } = await import('../compat/index.js');
  const { tools, first, seed } = settings;
  const npy = (path: string | undefined) =>
    path === undefined ? undefined : readNpy(resolve(context.cwd, path), path);
  const input: CompatInput = {
    documents: texts,
    first,
    seed,
    ...defined({
      embeddings: npy(settings.embeddings),
      referenceEmbeddings: npy(settings.referenceEmbeddings),
    }),
  };
  const [mine, theirs] = [input.embeddings?.columns, input.referenceEmbeddings?.columns];
  if (theirs !== undefined && mine !== theirs) {
    throw new UsageError(
      `--reference-embeddings: rows of ${theirs} numbers, the corpus's have ${mine}; embed both with one model`,
    );
  }
  if (settings.parses !== undefined) {
    input.parses = await readConllu(resolve(context.cwd, settings.parses), settings.parses);
  }
  const { numbers, judged } = compatNumbers(input, tools);
  const warnings: Warning[] = [];
  if (first < texts.length && tools.some((tool) => OF_PAIRS.includes(tool))) {
    const message = `ROUGE-L and self-BLEU are of the first ${formatCount(first)} of ${formatCount(texts.length)} documents (--compat-first); self-BLEU grows with that number.`;
    warnings.push({ id: 'compat', message });
  }
  if (tools.includes('guo')) {
    const out: string[] = [];
    if (!input.embeddings) out.push('semantic_diversity needs --embeddings FILE.npy');
    if (!input.parses) out.push('syntactic_diversity needs --parses FILE.conllu');
    if (out.length > 0) warnings.push({ id: 'compat', message: `guo, left out: ${out.join('; ')}.` });
  }
  if (settings.documents !== undefined) {
    writeNamed('compat-documents', settings.documents, documentLines(judged, ids), context);
  }
  return { compat: numbers, warnings };
}

/** One line a document: its id, or where it stands from 0, and what the tools say. */
function documentLines(judged: readonly CompatDocument[], ids: readonly (string | undefined)[]): string {
  return judged.map((said, i) => `${JSON.stringify({ id: ids[i] ?? i, ...said })}\n`).join('');
}
