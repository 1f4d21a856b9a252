/** The contract of a command, and how its arguments are parsed. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import type { Context } from './context.js';

export type OptionTable = NonNullable<ParseArgsConfig['options']>;

export interface Args {
  flags: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
}

export interface Command {
  name: string;
  /** One line for the overview. */
  summary: string;
  /** Examples first. */
  help: string;
  options: OptionTable;
  /** Verbs below it, as in gen0 lab run; each loads when it is called. */
  verbs?: Record<string, () => Promise<Command>>;
  /** Resolves to the exit code. */
  run(args: Args, context: Context): Promise<number>;
}

/** Flags that every command takes. */
export const COMMON: OptionTable = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v' },
  'no-color': { type: 'boolean' },
  'no-input': { type: 'boolean' },
  debug: { type: 'boolean' },
};

/** Their help, at the foot of every command's. */
export const COMMON_HELP = `Everywhere
  -q, --quiet          errors only        -v, --verbose   say more, on stderr
      --no-color       no colour              --no-input  never ask (gen0 never does)
      --debug          show the stack of an error
  -h, --help           this text          -V, --version   the version
`;

/** Splits a command's arguments. Throws UsageError naming the flag, with the nearest right one. */
export function parseCommand(command: Command, argv: string[]): Args {
  const options = { ...COMMON, ...command.options };
  try {
    const { values, positionals } = parseArgs({ args: argv, options, strict: true, allowPositionals: true });
    return { flags: values, positionals };
  } catch (error) {
    const message = (error as Error).message;
    const unknown = /Unknown option '(-[^']*)'/.exec(message)?.[1];
    const help = `gen0 ${command.name} --help lists the flags`;
    const bare = /Option '([^']*)' (?:argument missing|argument is ambiguous)/.exec(message)?.[1];
    if (bare !== undefined) {
      throw new UsageError(
        `${bare.replace(' <value>', '')}: the value is missing, or begins with a dash. ${help}`,
      );
    }
    if (unknown === undefined) throw new UsageError(`${message.split('\n')[0].replace(/\.$/, '')}. ${help}`);
    const flags = Object.keys(options);
    const near = unknown.startsWith('--') ? didYouMean(unknown.slice(2), flags).replace('"', '"--') : '';
    throw new UsageError(`${unknown}: no such flag of gen0 ${command.name}.${near} ${help}`);
  }
}
