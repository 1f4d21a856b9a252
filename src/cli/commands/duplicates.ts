/** `gen0 duplicates`: exact and near copies over a whole corpus. */
import { createWriteStream, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Duplicates, Member } from '../../duplicates/index.js';
import { stableJson } from '../../report/index.js';
import { DataError, UsageError } from '../../util/errors.js';
import { formatCount, plural } from '../../util/format.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isProfileName, nameOfPaths, reportTally } from '../corpora.js';
import { isSet, profileFlags, READ_HELP, READ_OPTIONS, shareFlag, textFlag } from '../flags.js';
import { startProgress } from '../progress.js';

const { jobs: _, resume: __, ...READING } = READ_OPTIONS;

export const duplicates: Command = {
  name: 'duplicates',
  summary: 'find exact and near copies',
  help: `gen0 duplicates <paths…> [-o clusters.jsonl]

  gen0 duplicates crawl.jsonl                          how much is copied
  gen0 duplicates crawl.jsonl -o clusters.jsonl        and which documents
  gen0 duplicates 'data/*.parquet' --threshold 0.8 --json

Near-copies are texts whose sets of word 4-grams overlap by at least the threshold
(Jaccard). Candidates come from signatures, and their texts are compared exactly. As
a check, copies with 3 % of their words replaced are planted beside the corpus, and
the summary tells how many of them were found.

  -o, --output FILE    a line a copy: {cluster, id, kind: exact|near, similarity}
      --threshold X    0.5 to 1 (default 0.7)
      --json           the summary as JSON on stdout
${READ_HELP.replace(/^ {2}-j.*\n.*--resume.*\n/m, '')}${COMMON_HELP}`,
  options: {
    ...READING,
    output: { type: 'string', short: 'o' },
    threshold: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const { positionals } = args;
  if (positionals.length === 0) throw new UsageError('no corpus: gen0 duplicates crawl.jsonl');
  if (positionals.filter((each) => each === '-').length > 1)
    throw new UsageError('-: stdin can be read once');
  const saved = positionals.find(isProfileName);
  if (saved !== undefined) {
    throw new UsageError(`${saved}: a profile has no documents to name; give the corpus itself`);
  }
  const output = textFlag(args, 'output');
  const path = output === undefined ? undefined : resolve(context.cwd, output);
  if (path !== undefined && !existsSync(dirname(path))) {
    throw new UsageError(`--output ${output}: no such folder; make it first`);
  }
  const flags = profileFlags(args);
  const threshold = shareFlag(args, 'threshold', 0.5, 1);
  const talk = { quiet: isSet(args, 'quiet'), verbose: isSet(args, 'verbose') };
  const name = nameOfPaths(positionals);
  const progress = startProgress(`reading ${name}`, talk.quiet, context);
  const { findDuplicates } = await context.engine.duplicates();
  try {
    const { summary, members, tally } = await findDuplicates(positionals, {
      ...flags,
      ...(threshold === undefined ? {} : { threshold }),
      onProgress: progress.update,
      signal: context.signal,
    });
    progress.end();
    reportTally(tally, name, talk, context);
    if (path !== undefined) await writeMembers(members, path);
    if (isSet(args, 'json')) context.stdout.write(stableJson(summary));
    else if (!talk.quiet) context.stdout.write(spelled(name, summary));
    return 0;
  } finally {
    progress.end();
  }
}

async function writeMembers(members: readonly Member[], path: string): Promise<void> {
  function* lines() {
    for (const { cluster, id, kind, similarity } of members) {
      yield `${JSON.stringify({ cluster, id, kind, similarity: Number(similarity.toPrecision(6)) })}\n`;
    }
  }
  try {
    await pipeline(Readable.from(lines()), createWriteStream(path));
  } catch (error) {
    throw new DataError(
      `cannot write ${path}: ${(error as Error).message}. Choose another place or free space`,
    );
  }
}

function spelled(name: string, found: Duplicates): string {
  const { documents, exactCopies, nearCopies, clusters, share, threshold, shingle, verified, recall } = found;
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  const lines = [
    `${name}  ${formatCount(documents)} documents`,
    `  ${formatCount(exactCopies)} exact and ${formatCount(nearCopies)} near copies of earlier ones, ${percent(share)}, in ${plural(clusters, 'cluster')}`,
    `  near: at least ${threshold} of the shingles of ${shingle} shared (Jaccard), ${verified ? 'compared exactly' : 'estimated from signatures (stdin is read once)'}`,
  ];
  if (recall.share !== null) {
    lines.push(
      `  of ${formatCount(recall.planted)} planted copies with ${percent(recall.replaced)} of the words replaced, ${percent(recall.share)} were found`,
    );
  }
  return `${lines.join('\n')}\n`;
}
