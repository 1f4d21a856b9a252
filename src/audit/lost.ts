/**
 * What was lost: words and 2–4-grams that stand in many document groups of the reference and in too few of the
 * corpus.
 *
 * The test counts groups, not occurrences, because a name that one document repeats fifty times is one event. If the
 * corpus were a fresh sample, the groups that hold a word would be spread over both sides at random: Fisher's exact
 * test on groups, after the side with the smaller groups has been coarsened so that groups are alike. Family-wise
 * error over all types of an order is held by Tarone's (1990) correction: types too rare ever to be significant
 * cost nothing. So a list says something even when it is short, and on human text it stays empty.
 */
import { sharedCells } from '../metrics/shared-cells.js';
import type { Pair } from '../metrics/side.js';
import { GROUPS, ORDERS, type Profile } from '../profile/profile.js';
import { hypergeometricLower } from '../stats/hypergeometric.js';

/** An n-gram whose text is not known yet: `key` is its place in the reference's table. */
export interface LostType {
  n: number;
  /** High and low word of the key without the group bits. */
  hi: number;
  lo: number;
  expected: number;
  observed: number;
  referenceCount: number;
  p: number;
}

/** Family-wise error of the whole list. */
const ALPHA = 0.05;
/** Lost means less than this share of what was expected. */
const SHARE = 0.5;
const MOST = 1000;

export function lostTypes(corpus: Profile, reference: Profile, pair: Pair): LostType[] {
  const lost: LostType[] = [];
  const perGroupC = pair.corpus.tokens / pair.corpus.groups.length;
  const perGroupR = pair.reference.tokens / pair.reference.groups.length;
  // Joining `by` groups of the finer side makes its groups at least as large: the careful direction for the corpus.
  const byC = Math.max(1, Math.ceil(perGroupR / perGroupC - 0.1));
  const byR = Math.max(1, Math.floor(perGroupC / perGroupR + 0.1));
  const groupsC = Math.ceil(pair.corpus.groups.length / byC);
  const groupsR = Math.floor(pair.reference.groups.length / byR);
  if (groupsC < 4 || groupsR < 4) return lost;
  const joinC = joiner(pair.corpus.groups, byC, groupsC);
  const joinR = joiner(
    pair.reference.groups.map((g) => g - GROUPS),
    byR,
    groupsR,
  );
  const scale = pair.corpus.tokens / pair.reference.tokens;
  for (let n = 1; n <= ORDERS; n++) {
    const found = testOrder(corpus, reference, pair, n, joinC, joinR, groupsC, groupsR, scale);
    lost.push(...found);
  }
  // All of these are beyond doubt; the order is by how much is missing.
  lost.sort((a, b) => deviance(b) - deviance(a) || a.n - b.n || a.hi - b.hi || a.lo - b.lo);
  return lost.slice(0, MOST);
}

/** [j] = the bit of the joined group that group j belongs to. */
function joiner(groups: readonly number[], by: number, most: number): Uint32Array {
  const bit = new Uint32Array(GROUPS);
  groups.forEach((j, i) => {
    bit[j] = 1 << Math.min(most - 1, Math.floor(i / by));
  });
  return bit;
}

function testOrder(
  corpus: Profile,
  reference: Profile,
  pair: Pair,
  n: number,
  joinC: Uint32Array,
  joinR: Uint32Array,
  groupsC: number,
  groupsR: number,
  scale: number,
): LostType[] {
  const all = groupsC + groupsR;
  // Least p-value a type held by K joined groups could reach, and how many types are held by K or more.
  const least = Float64Array.from({ length: all + 1 }, (_, K) =>
    hypergeometricLower(Math.max(0, K - groupsR), all, K, groupsC),
  );
  const holders = pair.pool.holders[n - 1];
  const atLeast = new Float64Array(all + 2);
  // [64 kC + kR] = 1 where some type is held by kC joined groups of the corpus and kR of the reference.
  const seen = new Uint8Array(64 * 64);
  for (let i = 0; i < holders.length; i++) {
    if (holders.reference[i] === 0) continue;
    const kC = popcountOf(holders.corpus[i], joinC);
    const kR = popcountOf(holders.reference[i], joinR);
    atLeast[kC + kR] += holders.types[i];
    seen[64 * kC + kR] = 1;
  }
  for (let K = all - 1; K >= 0; K--) atLeast[K] += atLeast[K + 1];
  let testable = 1;
  while (testable <= all && least[testable] * atLeast[testable] > ALPHA / ORDERS) testable++;
  if (testable > all) return [];
  const tests = atLeast[testable];
  // [64 kC + kR] = family-wise p-value.
  const pOf = new Float64Array(64 * 64).fill(1);
  let any = false;
  for (let kC = 0; kC <= groupsC; kC++) {
    for (let kR = Math.max(1, testable - kC); kR <= groupsR; kR++) {
      if (kR * groupsC <= kC * groupsR) continue;
      pOf[64 * kC + kR] = hypergeometricLower(kC, all, kC + kR, groupsC) * tests * ORDERS;
      if (pOf[64 * kC + kR] <= ALPHA && (seen[64 * kC + kR] || holders.sliced)) any = true;
    }
  }
  if (!any) return [];
  const found: LostType[] = [];
  eachType(corpus, reference, n, (type) => {
    const kR = popcountOf(type.maskR, joinR);
    const kC = popcountOf(type.maskC, joinC);
    const p = pOf[64 * kC + kR];
    const expected = type.countR * scale;
    if (p > ALPHA || type.countC > SHARE * expected) return;
    found.push({
      n,
      hi: type.hi,
      lo: type.lo,
      expected,
      observed: type.countC,
      referenceCount: type.countR,
      p,
    });
  });
  return found;
}

interface TypeCounts {
  hi: number;
  lo: number;
  maskC: number;
  maskR: number;
  countC: number;
  countR: number;
}

/** Calls back for each type that the reference holds. */
function eachType(corpus: Profile, reference: Profile, n: number, use: (type: TypeCounts) => void): void {
  const a = corpus.grams[n - 1];
  const b = reference.grams[n - 1];
  const [na, nb] = sharedCells(a, b);
  const type: TypeCounts = { hi: 0, lo: 0, maskC: 0, maskR: 0, countC: 0, countR: 0 };
  let ia = 0;
  let ib = 0;
  while (ib < nb) {
    type.hi = b.keys[2 * ib + 1];
    type.lo = b.keys[2 * ib] >>> 5;
    type.maskR = type.maskC = type.countR = type.countC = 0;
    for (; ib < nb && b.keys[2 * ib + 1] === type.hi && b.keys[2 * ib] >>> 5 === type.lo; ib++) {
      type.maskR |= 1 << (b.keys[2 * ib] & (GROUPS - 1));
      type.countR += b.counts[ib];
    }
    while (
      ia < na &&
      (a.keys[2 * ia + 1] < type.hi || (a.keys[2 * ia + 1] === type.hi && a.keys[2 * ia] >>> 5 < type.lo))
    )
      ia++;
    for (; ia < na && a.keys[2 * ia + 1] === type.hi && a.keys[2 * ia] >>> 5 === type.lo; ia++) {
      type.maskC |= 1 << (a.keys[2 * ia] & (GROUPS - 1));
      type.countC += a.counts[ia];
    }
    use(type);
  }
}

/** How many joined groups a mask of groups touches. */
function popcountOf(mask: number, join: Uint32Array): number {
  let joined = 0;
  for (let bits = mask; bits !== 0; bits &= bits - 1) joined |= join[31 - Math.clz32(bits & -bits)];
  let count = 0;
  for (let bits = joined; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Poisson deviance of the observed count from the expected one. */
export function deviance({ expected, observed }: { expected: number; observed: number }): number {
  const term = observed > 0 ? observed * Math.log(observed / expected) : 0;
  return 2 * (term - (observed - expected));
}
