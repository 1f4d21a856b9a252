/**
 * A recommender that learns from what it made people consume (Chaney et al. 2018, How Algorithmic Confounding in
 * Recommendation Systems Increases Homogeneity and Decreases Utility). Tastes never change; only what is shown does.
 * Each user is shown a list and takes what they like best of it; the next recommender learns from that. Beside every
 * generation stands an ideal recommender that knows all tastes, in front of the same users.
 *
 * Real data are consumption from random lists, before anyone recommends. Training once is the regime `replay` with all
 * of them; `fresh` keeps a share of lists random. We differ from the paper in letting users consume an item again in
 * another generation, in adding no new items, and in users choosing by liking alone, wherever in the list it stands.
 */
import { z } from 'zod';
import type { Random } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import { type LowRank, lowRank, scoreOf } from '../learners/low-rank.js';
import { permutationOf } from '../loop/permutation-of.js';
import type { Setup, World } from '../world.js';
import { type Consumption, consumptions, countItems, measureConsumption } from './consumption.js';
import { highest } from './highest.js';
import { rankPicture } from './rank-picture.js';
import { givenTastes, madeTastes, type Tastes } from './tastes.js';

const [USERS, ITEMS] = [100, 300];
/** Items that each user takes in a generation, unless said otherwise. */
const TAKEN = 20;

const parameters = z.strictObject({
  recommender: z
    .enum(['learned', 'popularity', 'ideal', 'random'])
    .default('learned')
    .describe('learned: low-rank factors of who consumed what; ideal: knows all tastes'),
  users: z.int().min(2).max(5000).default(USERS).describe('users; of given ratings the most active ones'),
  items: z.int().min(2).max(20_000).default(ITEMS).describe('items; of given ratings the most rated ones'),
  rank: z.int().min(1).max(200).default(10).describe('factors of the learned recommender'),
  choice: z.number().min(1).max(1000).default(2).describe('items shown for one that is taken'),
  blur: z
    .number()
    .min(0)
    .max(100)
    .default(0.5)
    .describe("error of a user's own judgement before consuming, in standard deviations of utility"),
});

type Parameters = z.infer<typeof parameters>;

/** Nothing of it is used by the ideal and the random one. */
interface Recommender {
  factors: LowRank | undefined;
  /** [item] = times consumed. */
  counts: Uint32Array;
}

export const recommender: World<Parameters> = {
  name: 'recommender',
  title: 'A recommender and its users',
  about:
    'A recommender learns from what it showed: users grow more alike than under one that knows their tastes, and gain nothing.',
  source: 'Chaney, Stewart and Engelhardt 2018',
  parameters,
  input: 'ratings',
  defaults: { samples: USERS * TAKEN, generations: 20, seeds: 20 },
  samplesFor: (input) => {
    if (input.kind !== 'ratings') return USERS * TAKEN;
    const [users, items] = [Math.min(USERS, input.users.length), Math.min(ITEMS, input.items.length)];
    return Math.max(2, users * Math.min(TAKEN, Math.max(1, Math.floor(items / 4))));
  },
  metrics: {
    homogeneity: { title: 'items that two users share, of those that either has (mean Jaccard)' },
    'homogeneity-ideal': { title: 'the same under an ideal recommender' },
    'homogeneity-near': { title: 'the same of each user and the one with the nearest tastes' },
    'homogeneity-near-ideal': { title: 'of these under an ideal recommender' },
    utility: { title: 'how much users like what they consume' },
    'utility-ideal': { title: 'the same under an ideal recommender' },
    'utility-niche': { title: 'the same of the quarter of users with the rarest tastes' },
    'items-reached': { title: 'share of the items that anyone consumes' },
    gini: { title: 'inequality of the items (Gini)' },
  },
  roles: { modes: 'items-reached' },
  setup: (options, random, input): Setup<Consumption, Recommender> => {
    const tastes =
      input?.kind === 'ratings'
        ? givenTastes(input, options.users, options.items, random)
        : madeTastes(options.users, options.items, random);
    const measure = measureConsumption(tastes);
    const { users, items, utility } = tastes;
    const blur = options.blur * deviation(utility);
    const ideal = (user: number, item: number) => utility[user * items + item];
    const consume = (score: Score, n: number, own: Random) =>
      consumed(tastes, score, n, options.choice, blur, own);
    return {
      kind: consumptions,
      weighs: true,
      real: (n, own) => consume((_u, _i, chance) => chance.uniform(), n, own),
      fit: ({ data, weights: weight }, own) => ({
        factors:
          options.recommender === 'learned'
            ? lowRank({ ...data, weight }, users, items, options.rank, own)
            : undefined,
        counts: countItems(data, items),
      }),
      sample: ({ factors, counts }, n, own) => {
        if (options.recommender === 'ideal') return consume(ideal, n, own);
        if (factors) return consume((user, item) => scoreOf(factors, user, item), n, own);
        if (options.recommender === 'popularity') return consume((_u, item) => counts[item], n, own);
        return consume((_u, _i, chance) => chance.uniform(), n, own);
      },
      probe: ({ sample, random: own }) => {
        const best = measure(consume(ideal, consumptions.size(sample), own));
        return {
          ...measure(sample),
          'homogeneity-ideal': best.homogeneity,
          'homogeneity-near-ideal': best['homogeneity-near'],
          'utility-ideal': best.utility,
        };
      },
      lost: ({ sample, first }) => {
        const [before, now] = [countItems(first, items), countItems(sample, items)];
        const names: string[] = [];
        for (let i = 0; i < items; i++) if (before[i] > 0 && now[i] === 0) names.push(tastes.itemName(i));
        return names;
      },
      picture: ({ sample }) => rankPicture(countItems(sample, items)),
    };
  },
};

type Score = (user: number, item: number, chance: Random) => number;

/**
 * What the users take of their lists, n items in all and each user's different; the entries in random order, so that
 * any part of them is a fair one. Throws ConfigError where there are not enough items.
 */
function consumed(
  { users, items, utility }: Tastes,
  score: Score,
  n: number,
  choice: number,
  blur: number,
  random: Random,
): Consumption {
  const each = Math.floor(n / users);
  const extra = n - each * users;
  const most = extra > 0 ? each + 1 : each;
  if (most > items) {
    throw new ConfigError(
      `world recommender: ${n} samples give each of ${users} users ${most} items, and there are ${items}; lower samples to ${users * items} at most`,
    );
  }
  const data: Consumption = { user: new Uint32Array(n), item: new Uint32Array(n) };
  const scores = new Float64Array(items);
  let at = 0;
  permutationOf(users, random).forEach((user, place) => {
    const wanted = place < extra ? each + 1 : each;
    if (wanted === 0) return;
    // A recommender that knows nothing of a user, or cannot tell two items apart, shows any of them.
    for (let i = 0; i < items; i++) scores[i] = score(user, i, random) + 1e-9 * random.uniform();
    const shown = highest(scores, Math.ceil(choice * wanted));
    const liking = Float64Array.from(shown, (i) => utility[user * items + i] + blur * random.normal());
    for (const k of highest(liking, wanted)) {
      data.user[at] = user;
      data.item[at] = shown[k];
      at++;
    }
  });
  return consumptions.take(data, permutationOf(n, random));
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}
