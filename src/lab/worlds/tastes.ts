/** What users truly like: made from hidden interests, or fitted to the ratings that a user of the lab brings. */
import type { Random } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import { fitRatings } from '../learners/fit-ratings.js';

export interface Tastes {
  users: number;
  items: number;
  /** [user * items + item] = how much the user likes the item. */
  utility: Float64Array;
  /** [user * dims + d] = interests, by which users are alike. */
  interests: Float64Array;
  dims: number;
  itemName(item: number): string;
}

const DIMS = 10;
/** How unlike each other the interests of one user are, and those that one item meets: 0 = all equal. */
const CONTRAST = 2;
/** How much some interests are commoner than others, among users as among items. */
const FASHION = 1;

/**
 * As in Chaney et al. (2018), a utility is the inner product of a user's interests and an item's attributes, both
 * shares of a whole. We differ in drawing them from logistic normals rather than Dirichlet distributions, and in
 * leaving out utility that no interest explains.
 */
export function madeTastes(users: number, items: number, random: Random): Tastes {
  const fashion = Float64Array.from({ length: DIMS }, () => FASHION * random.normal());
  const mixtures = (n: number) => {
    const shares = new Float64Array(n * DIMS);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let d = 0; d < DIMS; d++) {
        shares[i * DIMS + d] = Math.exp(fashion[d] + CONTRAST * random.normal());
        sum += shares[i * DIMS + d];
      }
      for (let d = 0; d < DIMS; d++) shares[i * DIMS + d] /= sum;
    }
    return shares;
  };
  const interests = mixtures(users);
  const attributes = mixtures(items);
  const utility = new Float64Array(users * items);
  for (let u = 0; u < users; u++) {
    for (let i = 0; i < items; i++) {
      let sum = 0;
      for (let d = 0; d < DIMS; d++) sum += interests[u * DIMS + d] * attributes[i * DIMS + d];
      utility[u * items + i] = sum;
    }
  }
  return { users, items, utility, interests, dims: DIMS, itemName: (item) => `item ${item + 1}` };
}

/** Of the most active users and the most rated items, at most so many. Throws ConfigError where too little is left. */
export function givenTastes(
  { name, users, items, ratings }: LabInput & { kind: 'ratings' },
  mostUsers: number,
  mostItems: number,
  random: Random,
): Tastes {
  const [keptUsers, keptItems] = [
    busiest(ratings.user, users.length, mostUsers),
    busiest(ratings.item, items.length, mostItems),
  ];
  if (keptUsers.length < 2 || keptItems.length < 2) {
    throw new ConfigError(
      `${name}: ${keptUsers.length} users and ${keptItems.length} items; at least two of each are needed`,
    );
  }
  const [userPlace, itemPlace] = [placesOf(keptUsers, users.length), placesOf(keptItems, items.length)];
  const kept: number[] = [];
  for (let e = 0; e < ratings.user.length; e++) {
    if (userPlace[ratings.user[e]] >= 0 && itemPlace[ratings.item[e]] >= 0) kept.push(e);
  }
  const fit = fitRatings(
    {
      user: Uint32Array.from(kept, (e) => userPlace[ratings.user[e]]),
      item: Uint32Array.from(kept, (e) => itemPlace[ratings.item[e]]),
      value: Float64Array.from(kept, (e) => ratings.value[e]),
    },
    keptUsers.length,
    keptItems.length,
    Math.min(DIMS, keptUsers.length, keptItems.length),
    random,
  );
  return {
    users: keptUsers.length,
    items: keptItems.length,
    utility: fit.predicted,
    interests: fit.users,
    dims: fit.dims,
    itemName: (item) => items[keptItems[item]],
  };
}

/** The ids with most entries, at most `most`, in the order of their own. */
function busiest(ids: Uint32Array, count: number, most: number): number[] {
  const entries = new Uint32Array(count);
  for (let e = 0; e < ids.length; e++) entries[ids[e]]++;
  const order = Array.from(entries, (_, id) => id).sort((a, b) => entries[b] - entries[a] || a - b);
  return order.slice(0, most).sort((a, b) => a - b);
}

/** [id] = its place among the kept, -1 for the others. */
function placesOf(kept: readonly number[], count: number): Int32Array {
  const places = new Int32Array(count).fill(-1);
  kept.forEach((id, place) => {
    places[id] = place;
  });
  return places;
}
