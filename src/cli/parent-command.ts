import { UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import type { Command } from './command.js';

/** A command that only holds verbs: alone it prints its help, with an unknown verb it names the nearest. */
export function parentCommand({
  name,
  summary,
  help,
  verbs,
}: Pick<Command, 'name' | 'summary' | 'help'> & { verbs: NonNullable<Command['verbs']> }): Command {
  return {
    name,
    summary,
    help,
    options: {},
    verbs,
    async run({ positionals: [verb] }, { stdout }) {
      if (verb === undefined) {
        stdout.write(help);
        return 0;
      }
      throw new UsageError(
        `${name} ${verb}: no such verb.${didYouMean(verb, Object.keys(verbs))} gen0 ${name} --help lists them`,
      );
    },
  };
}
