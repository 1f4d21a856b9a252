/** `gen0 check`: where a draft is plainer than its writer's own texts. */
import { extname, resolve } from 'node:path';
import type { CheckResult } from '../../check/result.js';
import { checkHtml, checkText, stableJson } from '../../report/index.js';
import { replaceFile } from '../../util/durable.js';
import { DataError, UsageError } from '../../util/errors.js';
import { atOnce } from '../at-once.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import { type Context, wantsColour } from '../context.js';
import { isSet, listFlag, readFlags, textFlag } from '../flags.js';
import { readNamedTexts } from '../named-texts.js';
import { version } from '../version.js';

export const check: Command = {
  name: 'check',
  summary: "hold drafts against a writer's own texts",
  help: `gen0 check <draft>… --reference <own earlier texts>

  gen0 check draft.md --reference essays/
  gen0 check drafts/*.md -r essays.jsonl -o check.html
  gen0 check final.md --draft machine.md -r essays/

Marks in the text what is more predictable than the writer's own texts and what is
repeated, and tells which of the writer's words are missing and how even the sentences
are. With --draft it marks what stands in the machine draft, and gives the share of the
text that does not. It never says who or what wrote a text.

  -r, --reference P    own earlier texts: files, folders, globs; repeatable
      --draft P        the machine draft that the text was made from; repeatable
      --share S        of the writer's own words, how many would be marked as
                       predictable: 0.001 to 0.5 (default 0.05)
  -o, --output FILE    .html, .json or .txt; repeatable
      --json           the result on stdout and nothing else

Reading
      --field NAME     field of the text (default: found by itself)
      --id-field NAME  field of the text's name
      --unit U         what a text is in plain text: file (default), paragraph, line
      --format F       jsonl, json, csv, tsv, text, parquet (default: found)
${COMMON_HELP}`,
  options: {
    reference: { type: 'string', short: 'r', multiple: true },
    draft: { type: 'string', multiple: true },
    share: { type: 'string' },
    output: { type: 'string', short: 'o', multiple: true },
    json: { type: 'boolean' },
    field: { type: 'string' },
    'id-field': { type: 'string' },
    unit: { type: 'string' },
    format: { type: 'string' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const reference = listFlag(args, 'reference');
  const machine = listFlag(args, 'draft');
  if (args.positionals.length === 0) {
    throw new UsageError('check takes at least one draft: gen0 check draft.md --reference essays/');
  }
  if (reference.length === 0 && machine.length === 0) {
    throw new UsageError(
      'check needs --reference, earlier texts by the same writer, or --draft, the machine draft: gen0 check draft.md --reference essays/',
    );
  }
  const outputs = listFlag(args, 'output').map((path) => ({ path, render: rendererFor(path) }));
  const share = shareFlag(args);
  const read = readFlags(args);
  const drafts = await readNamedTexts(args.positionals, read, context);
  const { checkDrafts } = await context.engine.checking();
  const options = {
    ...(reference.length > 0 ? { reference: await readNamedTexts(reference, read, context) } : {}),
    ...(machine.length > 0 ? { machine: await readNamedTexts(machine, read, context) } : {}),
    ...(share === undefined ? {} : { share }),
  };
  const result = await atOnce(() => checkDrafts(drafts, options));
  for (const { path, render } of outputs) {
    try {
      replaceFile(resolve(context.cwd, path), render(result));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new DataError(`--output ${path}: cannot be written (${code}); check that its folder exists`);
    }
  }
  if (isSet(args, 'json')) context.stdout.write(stableJson(result));
  else if (!isSet(args, 'quiet') && outputs.length === 0) {
    context.stdout.write(checkText(result, { colour: wantsColour(isSet(args, 'no-color'), context) }));
  }
  return 0;
}

function rendererFor(path: string): (result: CheckResult) => string {
  const extension = extname(path).toLowerCase();
  if (extension === '.html' || extension === '.htm') return (result) => checkHtml(result, version());
  if (extension === '.json') return stableJson;
  if (extension === '.txt') return (result) => checkText(result);
  throw new UsageError(`--output ${path}: the extension decides the format: .html, .json or .txt`);
}

function shareFlag(args: Args): number | undefined {
  const value = textFlag(args, 'share');
  if (value === undefined) return undefined;
  const share = /^\d*\.?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(share >= 0.001 && share <= 0.5)) throw new UsageError(`--share ${value}: must be from 0.001 to 0.5`);
  return share;
}
