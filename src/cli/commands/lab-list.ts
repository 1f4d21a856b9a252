/** `gen0 lab list`: the worlds and the experiments that come with gen0. */
import { labJson } from '../../report/index.js';
import { columns, wrap } from '../../report/terminal.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';

export const labList: Command = {
  name: 'lab list',
  summary: 'worlds and experiments',
  help: `gen0 lab list

  gen0 lab list
  gen0 lab list --json

      --json           { worlds, experiments } as JSON
${COMMON_HELP}`,
  options: { json: { type: 'boolean' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  if (args.positionals.length > 0) {
    throw new UsageError(
      `lab list takes no argument, got ${args.positionals[0]}; gen0 lab show tells of one`,
    );
  }
  const lab = await context.engine.lab();
  const worlds = lab.WORLDS.map(({ name, title, about, source, input = null, defaults, metrics }) => {
    return { name, title, about, source, input, defaults, metrics: Object.keys(metrics) };
  });
  const experiments = lab.experimentNames().map((name) => {
    const { experiment } = lab.loadExperiment(name);
    const { title, about, world, claims, published } = experiment;
    return {
      name,
      title,
      about,
      world,
      arms: lab.armsOf(experiment).map((arm) => arm.name),
      claims: claims.map(({ text }) => text),
      published: published.map(({ id }) => id),
    };
  });
  if (isSet(args, 'json')) {
    context.stdout.write(labJson({ worlds, experiments }));
    return 0;
  }
  const lines = [
    'Worlds',
    ...worlds.flatMap(({ name, title, input }) =>
      entry(name, input ? `${title} (takes ${TAKES[input]})` : title),
    ),
  ];
  if (experiments.length > 0)
    lines.push('', 'Experiments', ...experiments.flatMap(({ name, title }) => entry(name, title)));
  lines.push('', 'gen0 lab show <name> tells more; gen0 lab run <name> runs it');
  context.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

const TAKES = { corpus: 'a corpus', table: 'a table', ratings: 'ratings', images: 'images' };

const NAME_ROOM = 24;

function entry(name: string, title: string): string[] {
  const [first, ...more] = wrap(title, 80 - 2 - NAME_ROOM);
  const head =
    columns(name) < NAME_ROOM
      ? [`  ${name.padEnd(NAME_ROOM)}${first}`]
      : [`  ${name}`, `${' '.repeat(2 + NAME_ROOM)}${first}`];
  return [...head, ...more.map((line) => `${' '.repeat(2 + NAME_ROOM)}${line}`)];
}
