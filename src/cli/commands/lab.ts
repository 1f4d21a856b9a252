/** `gen0 lab`: what lies below it. */
import { COMMON_HELP, type Command } from '../command.js';
import { parentCommand } from '../parent-command.js';

const VERBS: Record<string, () => Promise<Command>> = {
  list: async () => (await import('./lab-list.js')).labList,
  show: async () => (await import('./lab-show.js')).labShow,
  run: async () => (await import('./lab-run.js')).labRun,
  sweep: async () => (await import('./lab-sweep.js')).labSweep,
  compare: async () => (await import('./lab-compare.js')).labCompare,
  verify: async () => (await import('./lab-verify.js')).labVerify,
};

const HELP = `gen0 lab <verb>

  gen0 lab list                                 worlds and experiments
  gen0 lab run gaussian --regime replace --regime anchor:0.1
  gen0 lab run text --corpus mine.jsonl --regime anchor:0.1 --generations 10
  gen0 lab show regimes                         what a generation may be trained on

Models that feed on their own output, in worlds where the truth is known.

list      worlds and experiments         show      parameters, metrics, sources
run       run one, save it, show it      sweep     the same at several values
compare   two saved runs                 verify    theory against measurement
gen0 lab <verb> --help tells more.
${COMMON_HELP}`;

export const lab = parentCommand({
  name: 'lab',
  summary: 'run experiments of collapse',
  help: HELP,
  verbs: VERBS,
});
