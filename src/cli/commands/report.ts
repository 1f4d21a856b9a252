/** `gen0 report`: a saved audit in another form. */
import { REPORTERS } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import {
  checkOutputs,
  configOf,
  explanations,
  loadAudit,
  render,
  SHOW_OPTIONS,
  storeOf,
  writeOutputs,
} from '../audits.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet, listFlag } from '../flags.js';

export const report: Command = {
  name: 'report',
  summary: 'show a saved audit again: text, html, md, json, junit',
  help: `gen0 report <audit> [-o file]…

  gen0 report latest
  gen0 report 3f9c -o report.html -o report.md
  gen0 report latest --reporter junit > audit.xml

An audit is an id, the beginning of one, latest, a folder or a result.json.

  -o, --output FILE    .html .json .md .xml .txt by extension; repeatable
      --json           the result object on stdout and nothing else
      --reporter R     text, plain, json, markdown, html, github, junit
      --store DIR      where audits are saved (default .gen0)
  -c, --config FILE    default: gen0.yaml or gen0.json here
${COMMON_HELP}`,
  options: SHOW_OPTIONS,
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [name, ...more] = args.positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`report takes one audit, got ${args.positionals.length}: gen0 report latest`);
  }
  checkOutputs(args);
  const result = loadAudit(storeOf(args, await configOf(args, context), context), name);
  const options = { explain: await explanations(context, result) };
  writeOutputs(args, result, options, context);
  if (isSet(args, 'json')) context.stdout.write(REPORTERS.json(result));
  else if (listFlag(args, 'output').length === 0 || listFlag(args, 'reporter').length > 0) {
    context.stdout.write(render(args, result, options, context));
  }
  return 0;
}
