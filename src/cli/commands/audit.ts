/** `gen0 audit`: profile both sides, compare, judge the gates, save, print. */

import type { AuditResult } from '../../audit/result.js';
import type { TermList } from '../../audit/terms.js';
import { applyGates } from '../../config/gates.js';
import { REPORTERS, stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { atOnce } from '../at-once.js';
import { checkOutputs, configOf, loadAudit, SHOW_OPTIONS } from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import {
  assertOneCorpus,
  COMPAT_HELP,
  COMPAT_OPTIONS,
  compatAlone,
  compatSettings,
  withCompat,
} from '../compat.js';
import type { Context } from '../context.js';
import { type MadeProfile, makeProfile, savedRules } from '../corpora.js';
import { embedderOf } from '../embedder.js';
import type { AuditFlags } from '../engine.js';
import { isSet, listFlag, READ_HELP, READ_OPTIONS, textFlag } from '../flags.js';
import { areImages, auditOfImages } from '../image-audit.js';
import { mixtureShare } from '../mixture-share.js';
import { scorerOf } from '../scorer.js';
import { type AuditSettings, auditSettings, type NamedCorpus } from '../settings.js';
import { checkBaseline, showAudit, worstExit } from '../show-audit.js';
import { askedSlices, slicer } from '../slices.js';
import { auditTable } from '../table-audit.js';
import { termsOf } from '../terms.js';
import { textsAgain } from '../texts-again.js';
import { version } from '../version.js';

export const audit: Command = {
  name: 'audit',
  summary: 'measure a corpus against a reference; check gates',
  help: `gen0 audit [corpus…] --reference <paths>

  gen0 audit crawl.jsonl --reference human.jsonl
  gen0 audit crawl/*.jsonl.gz -r human.g0p -o report.html -o result.json
  gen0 audit                             all corpora of gen0.yaml, with its gates
  gen0 audit crawl.jsonl -r human.jsonl --fail-on early           a gate for CI
  cat new.jsonl | gen0 audit - -r human.jsonl --json
  gen0 audit crawl.jsonl -r human.jsonl --by source --by date:year
  gen0 audit made.csv -r human.csv --columns all --group diagnosis    a table
  gen0 audit made/ -r photographs/                                    images
  gen0 audit crawl.jsonl --compat cshaib,gopher        other tools' numbers alone

Several paths make one corpus. Files, folders, globs, .gz, .zst, - for stdin, and
profiles (.g0p) are accepted on both sides. Nothing leaves this machine,
unless --embedder or --lm names a server.

Compare
  -r, --reference P    what "human" means here; repeatable
      --lineage L      descendant (made from the reference), same-source, unknown
      --scores FILE    scores of tasks over time (step, task, score), for the diagnosis
      --only LIST      groups or metrics, e.g. tails,diversity/entropy
Meaning (without these: an embedding that needs no model)
      --embedder E     folder with a sentence model (model.onnx, tokenizer.json),
                       or the URL of a server with OpenAI's API: texts go there
      --embedder-model M      the server's name of the model
      --embedder-key-env V    variable with the key (default OPENAI_API_KEY)
      --embeddings F          ready vectors (.npy), a row a document
      --reference-embeddings F   the same for the reference
Predictability (without these: a Kneser-Ney model of the reference)
      --lm URL         a server with OpenAI's /v1/completions (echo, logprobs):
                       the beginnings of the sampled texts go there
      --lm-model M     the server's name of the model
      --lm-key-env V   variable with the key (default OPENAI_API_KEY)
Slices and groups: fields of the records; of plain text source, its file
      --by FIELD       each source, origin, … by itself; date:year, date:month,
                       date:decade; repeatable
      --group FIELD    what became of each group of the reference, the smallest too
      --terms FILE     rates of lists of terms (YAML: women: [she, her, "the wife"])
      --generations    each path is a corpus of its own, made from the one before
Tables (.csv .tsv .arff .jsonl .parquet): rows instead of documents
      --columns LIST   age,sex,diagnosis:category, or all; kinds: category, number
      --group COLUMN   the same of each category of a column
Images (an IDX file such as MNIST's, .npy, or a folder of PNG and JPEG, on both sides)
      --reference-labels P   classes of the reference: IDX or .npy; folders are found
      --side N         pixels of each side (default: their own up to 64, else 32)
Gates
      --fail-on S      early, late (exit 1 at that verdict or worse), never
      --baseline A     fail only on what got worse than in a saved audit
Output
  -o, --output FILE    .html .json .md .xml .txt by extension; repeatable
      --json           the result object on stdout and nothing else
      --reporter R     text, plain, json, markdown, html, github, junit
      --no-save        do not save under .gen0
      --store DIR      where audits are saved (default .gen0)
  -c, --config FILE    default: gen0.yaml or gen0.json here
${COMPAT_HELP}${READ_HELP}${COMMON_HELP}
Exit codes
  0    ran; no gate broken, or none set
  1    ran; a gate of level error is broken
  2    could not run: usage, configuration, unreadable data
  3    ran; a gate of level error could not be judged (too little data)
  130  interrupted; gen0 audit --resume continues
`,
  options: {
    ...READ_OPTIONS,
    ...SHOW_OPTIONS,
    ...COMPAT_OPTIONS,
    reference: { type: 'string', short: 'r', multiple: true },
    lineage: { type: 'string' },
    embedder: { type: 'string' },
    lm: { type: 'string' },
    'lm-model': { type: 'string' },
    'lm-key-env': { type: 'string' },
    'embedder-model': { type: 'string' },
    'embedder-key-env': { type: 'string' },
    embeddings: { type: 'string' },
    'reference-embeddings': { type: 'string' },
    scores: { type: 'string' },
    only: { type: 'string' },
    columns: { type: 'string' },
    'reference-labels': { type: 'string' },
    side: { type: 'string' },
    by: { type: 'string', multiple: true },
    terms: { type: 'string' },
    generations: { type: 'boolean' },
    group: { type: 'string', multiple: true },
    'fail-on': { type: 'string' },
    baseline: { type: 'string' },
    'no-save': { type: 'boolean' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  if (await isCompatAlone(args, context)) return compatAlone(args, context);
  checkOutputs(args);
  if (await areImages(args, context)) return auditOfImages(args, context);
  assertAboutImages(args);
  if (textFlag(args, 'columns') !== undefined) {
    if (textFlag(args, 'compat') !== undefined) {
      throw new UsageError('--compat: is about texts, --columns about tables; ask for one at a time');
    }
    return auditTable(args, context);
  }
  const asked = askedSlices(args);
  const terms = termsOf(args, context);
  const settings = await auditSettings(args, context);
  if (settings.corpora.length > 1 && listFlag(args, 'output').length > 0) {
    throw new UsageError(
      `--output: ${settings.corpora.length} corpora would share one file; name one corpus`,
    );
  }
  const compat = await compatSettings(args, settings.profile.seed);
  assertOneCorpus(args, settings.corpora.length);
  const baselineName = textFlag(args, 'baseline');
  const baseline = baselineName === undefined ? undefined : loadAudit(settings.store, baselineName);
  await openRules(settings, context);
  const slicesOf = slicer(asked, settings, args, context);
  const talk = { quiet: isSet(args, 'quiet'), verbose: isSet(args, 'verbose') };
  const reference = await makeProfile(
    settings.reference,
    settings.reference.name,
    settings.profile,
    talk,
    context,
  );
  const results: AuditResult[] = [];
  for (const corpus of settings.corpora) {
    const audited = await measure(
      corpus,
      reference,
      settings,
      { sliced: slicesOf, terms, earlier: results },
      talk,
      context,
    );
    const { read = {} } = settings.profile;
    const measured = compat ? await withCompat(audited, corpus, compat, read, context) : audited;
    if (baseline) checkBaseline(baseline, measured, baselineName!);
    const mixture = await mixtureShare(corpus.paths, settings.gates, settings.store, context);
    const result = { ...measured, gates: applyGates(measured, settings.gates, baseline, mixture) };
    await showAudit(args, result, settings, context);
    results.push(result);
  }
  if (isSet(args, 'json')) {
    context.stdout.write(results.length === 1 ? REPORTERS.json(results[0]) : stableJson(results));
  }
  return worstExit(results);
}

function assertAboutImages(args: Args): void {
  const flag = ['reference-labels', 'side'].find((name) => textFlag(args, name) !== undefined);
  if (flag !== undefined) throw new UsageError(`--${flag}: is about images, and neither side holds any`);
}

/** Other tools' numbers need no reference; with neither flag nor configuration to name one they stand alone. */
async function isCompatAlone(args: Args, context: Context): Promise<boolean> {
  if (textFlag(args, 'compat') === undefined || listFlag(args, 'reference').length > 0) return false;
  return (await configOf(args, context))?.reference === undefined;
}

/** Where neither flag nor configuration says, a saved profile decides tokeniser and seed for all. */
async function openRules(settings: AuditSettings, context: Context): Promise<void> {
  if (!settings.rulesOpen) return;
  const paths = [settings.reference, ...settings.corpora].flatMap((corpus) => corpus.paths);
  Object.assign(settings.profile, await savedRules(paths, await context.engine.profiling()));
}

async function measure(
  corpus: NamedCorpus,
  reference: MadeProfile,
  settings: AuditSettings,
  asked: { sliced: ReturnType<typeof slicer>; terms?: TermList[]; earlier: AuditResult[] },
  talk: { quiet: boolean; verbose: boolean },
  context: Context,
): Promise<AuditResult> {
  const start = context.now();
  const made = await makeProfile(corpus, corpus.name, settings.profile, talk, context);
  const profiling = await context.engine.profiling();
  profiling.assertComparable(made.profile, reference.profile, corpus.name, settings.reference.name);
  const { auditProfiles, spellLost } = await context.engine.auditing();
  const sliced = await asked.sliced(corpus);
  const compared = context.now();
  const embedder = await embedderOf(settings, corpus, made.profile.rules.seed, context);
  const readers = {
    ...(await context.engine.readers()),
    embedder,
    scorer: await scorerOf(settings, context),
  };
  const options: AuditFlags = {
    seed: made.profile.rules.seed,
    version: version(),
    lineage: settings.lineage ?? corpus.lineage ?? 'unknown',
    corpusName: corpus.name,
    referenceName: settings.reference.name,
    corpusPaths: corpus.paths,
    referencePaths: settings.reference.paths,
    only: settings.only,
    sliced,
    terms: asked.terms,
    earlier: [...asked.earlier],
    readers,
    scores: settings.scores,
    spell: (types) => spellLost(types, reference.profile, textsAgain(settings.reference, settings.profile)),
  };
  const result = await atOnce(() => auditProfiles(made.profile, reference.profile, options));
  const end = context.now();
  const seconds = { reference: reference.seconds, corpus: made.seconds, compare: (end - compared) / 1000 };
  const total = reference.seconds + (end - start) / 1000;
  if (talk.verbose && !talk.quiet) {
    const parts = Object.entries({ ...made.timing, ...seconds }).map(
      ([phase, each]) => `${phase} ${each.toFixed(2)} s`,
    );
    context.stderr.write(`gen0: ${corpus.name}: ${parts.join(', ')}\n`);
  }
  return { ...result, startedAt: new Date(start).toISOString(), timing: { ...seconds, total } };
}
