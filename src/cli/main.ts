/**
 * The command line: picks the command, and is the only place that sets the exit code. Results go to stdout,
 * all else to stderr.
 */
import { isUserError, UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { type Args, type Command, parseCommand } from './command.js';
import type { Context } from './context.js';
import { ENGINE, type Engine } from './engine.js';
import { isSet } from './flags.js';
import { version } from './version.js';

/** Verbs in the order of the overview; each loads when it is called. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  demo: async () => (await import('./commands/demo.js')).demo,
  init: async () => (await import('./commands/init.js')).init,
  audit: async () => (await import('./commands/audit.js')).audit,
  check: async () => (await import('./commands/check.js')).check,
  diff: async () => (await import('./commands/diff.js')).diff,
  report: async () => (await import('./commands/report.js')).report,
  profile: async () => (await import('./commands/profile.js')).profile,
  merge: async () => (await import('./commands/merge.js')).merge,
  duplicates: async () => (await import('./commands/duplicates.js')).duplicates,
  metrics: async () => (await import('./commands/metrics.js')).metrics,
  lab: async () => (await import('./commands/lab.js')).lab,
  source: async () => (await import('./commands/source.js')).source,
  mix: async () => (await import('./commands/mix.js')).mix,
  archive: async () => (await import('./commands/archive.js')).archive,
};

const OVERVIEW = `gen0 tells whether a corpus is collapsing, measured against what people wrote.
Nothing leaves this machine.

  gen0 demo                                          see it work, no data needed
  gen0 audit crawl.jsonl --reference human.jsonl     measure a corpus
  gen0 report latest -o report.html                  show the last audit

audit     measure and check gates        profile   keep a corpus's summary
report    show a saved audit             merge     add profiles up
diff      compare two audits             metrics   what is measured, and why
init      write gen0.yaml                demo      a tour
check     drafts against a writer's own  lab       experiments of collapse
source    where texts come from          mix       training mixtures
archive   human data, kept for good      duplicates  exact and near copies
gen0 <verb> --help tells more; --version the version.
`;

/** Verbs that go on where they were stopped. */
const RESUMABLE = new Set(['audit', 'profile', 'lab run', 'lab sweep']);

/** How long a command may take to clean up after Ctrl-C. */
const GRACE_MS = 1500;

/** Runs `gen0 <argv>` and sets `process.exitCode`; tests bring an engine of their own. */
export async function main(argv: string[], engine: Engine = ENGINE): Promise<void> {
  const controller = new AbortController();
  const context: Context = {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    engine,
    signal: controller.signal,
    now: Date.now,
  };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
  let interrupted = false;
  const onInterrupt = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    const verb = [argv[0], argv.slice(0, 2).join(' ')].find((each) => RESUMABLE.has(each));
    process.stderr.write(`\ngen0: interrupted${verb ? `; gen0 ${verb} --resume continues` : ''}\n`);
    controller.abort();
    setTimeout(() => process.exit(130), GRACE_MS).unref();
  };
  process.on('SIGINT', onInterrupt);
  const code = await runCommand(argv, context);
  process.off('SIGINT', onInterrupt);
  process.exitCode = code;
  if (interrupted) process.exit(130);
}

/** Runs `gen0 <argv>` in a given context and resolves to its exit code; throws nothing. */
export async function runCommand(argv: string[], context: Context): Promise<number> {
  try {
    const [verb, ...rest] = argv;
    if (verb === undefined || verb === '-h' || verb === '--help' || (verb === 'help' && rest.length === 0)) {
      context.stdout.write(OVERVIEW);
      return 0;
    }
    if (verb === '-V' || verb === '--version') {
      context.stdout.write(`${version()}\n`);
      return 0;
    }
    const { command, args } = await chosen(verb === 'help' ? [...rest, '--help'] : argv);
    if (isSet(args, 'help')) {
      context.stdout.write(command.help);
      return 0;
    }
    if (isSet(args, 'version')) {
      context.stdout.write(`${version()}\n`);
      return 0;
    }
    return await command.run(args, context);
  } catch (error) {
    return failed(error, argv.includes('--debug'), context);
  }
}

/** The command of the verb, or of the verb below it, with its arguments. */
async function chosen([verb, ...rest]: string[]): Promise<{ command: Command; args: Args }> {
  let command = await commandNamed(verb);
  const below = command.verbs && rest.length > 0 && Object.hasOwn(command.verbs, rest[0]);
  if (below) command = await command.verbs![rest[0]]();
  return { command, args: parseCommand(command, below ? rest.slice(1) : rest) };
}

async function commandNamed(verb: string): Promise<Command> {
  if (Object.hasOwn(COMMANDS, verb)) return COMMANDS[verb]();
  if (verb.startsWith('-'))
    throw new UsageError(
      `${verb}: flags follow a verb, as in gen0 audit ${verb}. gen0 --help lists the verbs`,
    );
  throw new UsageError(
    `${verb}: no such verb.${didYouMean(verb, Object.keys(COMMANDS))} gen0 --help lists them`,
  );
}

function failed(error: unknown, debug: boolean, { stderr, signal }: Context): number {
  if (signal.aborted) return 130;
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(`gen0: ${message}\n`);
  if (!isUserError(error))
    stderr.write('This is a defect of gen0; please report it, with the output of --debug.\n');
  if (debug && error instanceof Error) stderr.write(`${error.stack}\n`);
  return 2;
}
