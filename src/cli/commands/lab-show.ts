/** `gen0 lab show`: a world, an experiment, or the steps of regimes. */
import { comparedOf, controlOf, labJson } from '../../report/index.js';
import { wrap } from '../../report/terminal.js';
import { UsageError } from '../../util/errors.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import type { Lab } from '../engine.js';
import { isSet } from '../flags.js';

export const labShow: Command = {
  name: 'lab show',
  summary: 'a world, an experiment, or the regimes',
  help: `gen0 lab show <world|experiment|regimes>

  gen0 lab show gaussian
  gen0 lab show regimes

      --json           the same as JSON
${COMMON_HELP}`,
  options: { json: { type: 'boolean' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [name, ...more] = args.positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`lab show takes one name, got ${args.positionals.length}: gen0 lab show gaussian`);
  }
  const lab = await context.engine.lab();
  const { data, text } = await shown(name, lab, context);
  context.stdout.write(isSet(args, 'json') ? labJson(data) : `${text.join('\n')}\n`);
  return 0;
}

async function shown(name: string, lab: Lab, { cwd }: Context): Promise<{ data: unknown; text: string[] }> {
  if (name === 'regimes') return showRegimes(lab);
  const world = lab.WORLDS.find((each) => each.name === name);
  if (world) return showWorld(await lab.describeWorld(world), lab.experimentNames().includes(name));
  const { experiment } = lab.loadExperiment(name, {}, cwd);
  const arms = lab.armsOf(experiment);
  const text = [experiment.title];
  if (experiment.about !== '') text.push(...wrap(experiment.about, 78));
  if (experiment.needs) text.push('', ...wrap(`Needs ${experiment.needs.what}.`, 78));
  text.push('', `world ${experiment.world}, ${experiment.seeds} seeds from ${experiment.seed}`, '', 'Arms');
  for (const arm of arms) {
    const own = Object.entries(arm.with).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    text.push(
      ...item(
        arm.name,
        `${arm.regime}, ${arm.samples} samples, ${arm.generations} generations ${own.join(' ')}`,
      ),
    );
  }
  if (experiment.claims.length > 0) text.push('', 'Claims');
  for (const claim of experiment.claims) {
    const at = claim.generation === undefined ? '' : `, generation ${claim.generation}`;
    const compared =
      claim.steps === undefined
        ? `${comparedOf(claim)} of ${claim.arm}${at} ${claim.direction} than of ${controlOf(claim)}`
        : `more than ${claim.least} ${comparedOf(claim)}, of ${claim.arm}${at}`;
    text.push(...wrap(`${claim.text} (${compared})`, 78).map((line) => `  ${line}`));
  }
  if (experiment.published.length > 0) text.push('', 'Published figures');
  for (const { id, what, source, value } of experiment.published) {
    text.push(...item(id, `${what}: ${Array.isArray(value) ? value.join(' to ') : value} (${source})`));
  }
  return { data: { ...experiment, arms }, text };
}

type Card = Awaited<ReturnType<Lab['describeWorld']>>;

function showWorld(card: Card, hasExperiment: boolean): { data: unknown; text: string[] } {
  const { samples, generations, seeds } = card.defaults;
  const text = [card.title, ...wrap(card.about, 78), ...wrap(`Source: ${card.source}`, 78)];
  text.push('', `${samples} samples, ${generations} generations, ${seeds} seeds unless said otherwise`);
  if (card.input) text.push(`takes ${BRINGS[card.input]}`);
  text.push('', 'Parameters, for --set name=value');
  for (const { name, about, default: unset, range } of card.parameters) {
    const value = unset === null ? 'no default' : `default ${JSON.stringify(unset)}`;
    text.push(...item(name, `${about} (${range}; ${value})`));
  }
  text.push('', 'Metrics, the headline first');
  for (const [name, { title, unit }] of Object.entries(card.metrics)) {
    text.push(...item(name, unit === undefined ? title : `${title}, in ${unit}`));
  }
  text.push('', 'Regimes');
  text.push(...wrap(card.regimes?.join(', ') ?? 'as the data allow', 78).map((line) => `  ${line}`));
  text.push(
    '',
    `gen0 lab run ${card.name}${hasExperiment ? ' runs experiments of its own name' : ''}; gen0 lab show regimes explains the steps`,
  );
  return { data: card, text };
}

const BRINGS = {
  corpus: 'a corpus: --corpus with anything that gen0 audit reads',
  table: 'a table: --data with .arff or .csv, --label with its class',
  ratings: 'ratings: --ratings with .inter, .csv or .data',
  images: 'images: --images with an IDX file (as MNIST), a .npy file or a folder of PNG and JPEG',
};

function showRegimes({ STEPS }: Lab): { data: unknown; text: string[] } {
  const steps = Object.entries(STEPS).map(([name, info]) => {
    const { about, value, option } = info as { about: string; value?: number[]; option?: number[] };
    return { name, about, value: value ?? null, option: option ?? null };
  });
  const text = [
    'A regime is steps joined by +, each name, name:value or name:value/option, each with',
    'an optional span of generations @from-to:',
    '',
    '  replace                     every model learns from the last one only',
    '  accumulate+fresh:0.1        from everything so far, a tenth of each round new and real',
    '  fresh:0.5@6-                rescue: from generation 6 on half is real',
    '  verify:0.9/0.5              a verifier of 90 % accuracy, its centre off by half an SD',
    '',
  ];
  for (const { name, about, value, option } of steps) {
    text.push(...item(`${name}${value ? ':value' : ''}${option ? '/option' : ''}`, about));
  }
  return { data: steps, text };
}

const NAME_ROOM = 22;

function item(name: string, about: string): string[] {
  const lines = wrap(about, 80 - 2 - NAME_ROOM);
  const pad = ' '.repeat(2 + NAME_ROOM);
  if (name.length >= NAME_ROOM) return [`  ${name}`, ...lines.map((line) => pad + line)];
  return lines.map((line, i) => (i === 0 ? `  ${name.padEnd(NAME_ROOM)}` : pad) + line);
}
