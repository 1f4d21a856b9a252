/** What lies ahead of a mixture that is made again, generation after generation: promises of theory, and the forecast. */
import { documents } from '../lab/text/documents.js';
import { newRandom } from '../stats/random.js';
import type { MixConfig } from './config.js';
import { drawTexts, splitHuman } from './draw-human.js';
import type { Feeding, Strategy } from './feeding.js';
import {
  forecastTail,
  type Learner,
  type LeastHuman,
  leastHuman,
  NGRAM,
  type TailForecast,
} from './forecast.js';
import { countSources } from './mix-sources.js';
import type { MixPlan, PlanSettings } from './plan.js';
import { rareTypes } from './rare-types.js';
import { filesOf, readOf } from './scan-sources.js';
import { simulateFeeding } from './simulate-feeding.js';
import { setupOf } from './tail-ngram.js';
import { promises, type Statement } from './theory.js';

export interface OutlookSettings {
  generations: number;
  learner: Learner;
  /** Bound on the loss, in 0..1, for which the least human share is sought. */
  maxLoss?: number;
  /** Also run the lab's loop of text with this mixture. */
  simulate: boolean;
  seed: number;
}

export interface Outlook {
  promises: Statement[];
  /** null where no source is human, so that there is nothing to forecast on. */
  forecast: TailForecast | null;
  /** Where a bound on the loss was given. */
  least?: { maxLoss: number } & LeastHuman;
  /** Where it was asked for: the shares of one run in the lab, from generation 1 on. */
  simulated?: { seed: number; shares: number[] };
  notes: string[];
}

/** Which regime a mixture's strategy is. */
const REGIMES: Record<MixConfig['strategy'], Strategy> = {
  accumulate: 'accumulate',
  anchor: 'replay',
  fresh: 'fresh',
};

const MEANS: Record<Strategy, string> = {
  replace: 'each generation learns from what the last one wrote, and nothing human',
  anchor: '',
  replay:
    'each generation learns from a mixture of what the last one wrote and always the same human documents',
  fresh:
    'each generation learns from a mixture of what the last one wrote and human documents not used before',
  accumulate:
    'each generation learns from all mixtures so far; each adds what the last one wrote and human documents drawn anew',
};

/** Of a mixture that is possible. Throws what reading the human sources throws. */
export async function lookAhead(
  plan: MixPlan,
  config: MixConfig,
  { cards, ...where }: Pick<PlanSettings, 'cards' | 'folder' | 'store'>,
  { generations, learner, maxLoss, simulate, seed }: OutlookSettings,
): Promise<Outlook> {
  const human = plan.human.byCards;
  const sources = countSources(config, cards).sources.filter(({ card }) => card.origin === 'human');
  const archive = { tokens: 0, documents: 0 };
  for (const { name, usable } of plan.sources) {
    if (!sources.some(({ card }) => card.id === name)) continue;
    archive.tokens += usable.tokens;
    archive.documents += usable.documents;
  }
  const strategy = human === 0 && plan.strategy !== 'accumulate' ? 'replace' : REGIMES[plan.strategy];
  const outlook: Outlook = {
    promises: promises({
      strategy,
      n: plan.documents,
      share: human,
      archive: Math.max(archive.documents, plan.documents * human),
      generations,
    }),
    forecast: null,
    notes: [`the forecast takes it that ${MEANS[strategy]}`],
  };
  const files = sources.flatMap((source) =>
    filesOf(source, where).map((path) => ({ path, read: readOf(source) })),
  );
  const texts = await drawTexts(files, newRandom(seed, STREAM));
  const text = archive.tokens > 0 ? splitHuman(texts, plan.tokens / archive.tokens, strategy) : null;
  if (!text) {
    outlook.notes = [
      'no forecast: it needs a source of human origin with at least two documents, as generation 0',
    ];
    return outlook;
  }
  const feeding: Feeding = {
    strategy,
    documents: text.documents,
    human: Math.round(human * text.documents),
    generations,
  };
  if (text.drawn < 0.995 * archive.documents) {
    outlook.notes.push(
      `made on ${text.drawn} of ${archive.documents} human documents, with a mixture as much smaller; on all of them the interval is narrower`,
    );
  }
  const supply = documents.size(text.supply);
  const needed = feeding.human * (generations - 1);
  if (strategy === 'fresh' && needed > supply) {
    outlook.notes.push(
      `${generations} generations need ${needed} fresh human documents and ${supply} are left beside generation 0: the forecast draws them again`,
    );
  }
  outlook.forecast = await forecastTail(text, feeding, { learner, seed });
  if (maxLoss !== undefined) {
    outlook.least = { maxLoss, ...(await leastHuman(text, feeding, maxLoss, { learner, seed })) };
  }
  if (simulate) {
    const model = learner === 'unigram' ? { ...NGRAM, order: 1 } : NGRAM;
    const rare = rareTypes(text, strategy);
    const alive = await simulateFeeding(setupOf(text, model), feeding, rare, { seed });
    outlook.simulated = { seed, shares: alive.slice(1) };
  }
  return outlook;
}

/** What the random stream of the draw is for. */
const STREAM = 0x6c6f6f6b;
