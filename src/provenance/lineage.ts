/**
 * Lineage: from a source, batch or mixture back to all that it was made from, and forward to what was made of it. Ids are the
 * nodes; the last record of each kind with an id says what the node is. An edge `from` a parent is a generation of a model
 * where the child was written by one (it is synthetic, or names a generator), and none where it is a part, a selection
 * or a mixture of its parent.
 *
 * A node's generations are its distance from human text: 0 for what is human itself, at least in part for sure; else the
 * fewest, and the most, model generations over its ways back. A loop has no most.
 */
import type { Origin } from './card.js';
import { generationsOf } from './generations.js';
import { keyOf, type LedgerIndex, openIndex } from './ledger-index.js';
import { type Facts, factsOf } from './lineage-facts.js';
import { loopsIn } from './loops.js';

export interface LineageEdge {
  parent: string;
  child: string;
  /** Share of a mixture's tokens. */
  share: number | null;
  /** Model generations between the two: 1 where the child was written by a model, else 0. */
  generations: 0 | 1;
}

export interface LineageNode {
  id: string;
  /** `missing`: named by others, recorded nowhere. */
  kind: 'source' | 'batch' | 'mixture' | 'missing';
  origin: Origin;
  humanFraction: [number, number];
  /** `model` or `model@version`. */
  generator: string | null;
  documents: number | null;
  tokens: number | null;
  /** Line of its last record in the ledger. */
  n: number | null;
  /** Fewest and most model generations from human text; null where its ways back do not tell. */
  generations: { fewest: number | null; most: number | null };
  /** Records that name it as a parent, versions counted each; null for what the given id was made from. */
  children: number | null;
}

export interface Lineage {
  id: string;
  nodes: LineageNode[];
  edges: LineageEdge[];
  /** Ids of what it was made from, nearest first, and of what was made of it. */
  ancestors: string[];
  descendants: string[];
  /** Each loop as the ids along it, parents first; the first follows the last. */
  loops: string[][];
  /** Whether there is more than `most` allowed. */
  partial: boolean;
  /** Records that the ledger has. */
  records: number;
}

/** Ways back are followed at most this far. */
const MOST_ANCESTORS = 100_000;

/** Throws DataError where the ledger is damaged. `most`: of what was made of it, at most so many. Null where there is no such id. */
export async function lineageOf(
  store: string,
  id: string,
  most = 1000,
  open: typeof openIndex = openIndex,
): Promise<Lineage | null> {
  const index = await open(store);
  // A record is read as a child of its parent and as a node of its own.
  const known = new Map<number, Facts>();
  const facts = (offset: number): Facts => {
    const found = known.get(offset) ?? factsOf(index.raw(offset));
    known.set(offset, found);
    return found;
  };
  try {
    return lineageIn(index, facts, id, most);
  } finally {
    index.close();
  }
}

type Read = (offset: number) => Facts;

interface Known {
  node: LineageNode;
  parents: LineageEdge[];
}

function lineageIn(index: LedgerIndex, facts: Read, id: string, most: number): Lineage | null {
  const known = new Map<string, Known>();
  const at = (each: string): Known => {
    let found = known.get(each);
    if (found === undefined) {
      found = readNode(index, facts, each);
      known.set(each, found);
    }
    return found;
  };
  const forward = descendantsOf(index, facts, id, most, at);
  if (at(id).node.kind === 'missing' && at(id).node.children === 0) return null;
  const ancestors = closure([id], at);
  // The others' ways back, for their generations.
  const all = closure([id, ...forward.ids], at);
  const edges = [...known.values()]
    .flatMap(({ parents }) => parents)
    .filter((edge) => all.complete || known.has(edge.parent));
  const generations = generationsOf(
    [...known.values()].map(({ node }) => node),
    edges,
  );
  for (const { node } of known.values()) node.generations = generations.get(node.id)!;
  const shown = new Set([id, ...ancestors.ids, ...forward.ids]);
  const inside = edges.filter(({ parent, child }) => shown.has(parent) && shown.has(child));
  return {
    id,
    nodes: [...shown].map((each) => known.get(each)!.node),
    edges: inside,
    ancestors: ancestors.ids.slice(1),
    descendants: forward.ids,
    loops: loopsIn([...shown], inside),
    partial: !forward.complete || !all.complete,
    records: index.records,
  };
}

/** All that the nodes were made from, themselves first, nearest first. */
function closure(start: readonly string[], at: (id: string) => Known): { ids: string[]; complete: boolean } {
  const seen = new Set(start);
  for (const id of seen) {
    for (const { parent } of at(id).parents) {
      if (seen.has(parent)) continue;
      if (seen.size >= MOST_ANCESTORS) return { ids: [...seen], complete: false };
      seen.add(parent);
    }
  }
  for (const id of seen) at(id);
  return { ids: [...seen], complete: true };
}

/** What was made of a node, nearest first, without the node. */
function descendantsOf(
  index: LedgerIndex,
  facts: Read,
  id: string,
  most: number,
  at: (id: string) => Known,
): { ids: string[]; complete: boolean } {
  const seen = new Set([id]);
  let complete = true;
  for (const parent of seen) {
    const room = most - (seen.size - 1);
    // A child may be recorded in many versions; past versions may have had other parents.
    const found = index.find(keyOf.parent(parent), Math.max(1, 2 * room));
    at(parent).node.children = found.count;
    if (found.count > found.offsets.length) complete = false;
    for (const offset of found.offsets) {
      const { kind, id: child } = facts(offset);
      if (kind === 'archive') continue;
      if (seen.has(child) || !at(child).parents.some((edge) => edge.parent === parent)) continue;
      if (seen.size > most) {
        complete = false;
        break;
      }
      seen.add(child);
    }
  }
  return { ids: [...seen].slice(1), complete };
}

/** Records with one id that are looked at, the last ones. */
const MOST_VERSIONS = 256;

function readNode(index: LedgerIndex, facts: Read, id: string): Known {
  const last = new Map<string, Facts>();
  for (const offset of index.find(keyOf.id(id), MOST_VERSIONS, true).offsets) {
    const found = facts(offset);
    if (found.id === id) last.set(found.kind, found);
  }
  const [card, batch, mixture] = ['card', 'batch', 'mixture'].map((kind) => last.get(kind));
  const about = card ?? batch;
  const made = mixture ?? about;
  const written = about?.origin === 'synthetic' || about?.generator != null ? 1 : 0;
  const edges = new Map<string, LineageEdge>();
  const add = (parent: string, generations: 0 | 1, share: number | null = null) => {
    if (!edges.has(parent)) edges.set(parent, { parent, child: id, share, generations });
  };
  for (const { id: parent, share } of mixture?.parents ?? []) add(parent, 0, share);
  for (const { id: parent } of card?.parents ?? []) add(parent, written);
  for (const { id: parent } of batch?.parents ?? []) add(parent, written);
  if (batch?.source != null && batch.source !== id) add(batch.source, 0);
  const node: LineageNode = {
    id,
    kind: mixture ? 'mixture' : card ? 'source' : batch ? 'batch' : 'missing',
    origin: about?.origin ?? (mixture ? 'mixed' : 'unknown'),
    humanFraction: (about ?? mixture)?.humanFraction ?? [0, 1],
    generator: about?.generator ?? null,
    documents: (batch ?? made)?.documents ?? null,
    tokens: (batch ?? made)?.tokens ?? null,
    n: made === undefined ? null : Math.max(...[...last.values()].map(({ n }) => n)),
    generations: { fewest: null, most: null },
    children: null,
  };
  return { node, parents: [...edges.values()] };
}
