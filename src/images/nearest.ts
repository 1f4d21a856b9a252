/** The nearest points of each point, from the nearest on: with them any split of a pool has its neighbours at once. */
import { eachBlock, meanOf, type PointSet, rowsOf } from './manifold.js';

export interface Nearest {
  /** Neighbours of each point. */
  length: number;
  /** [point · length + rank] = place of the neighbour. */
  places: Int32Array;
  /** The same, squared distances. */
  squares: Float64Array;
}

/** At most `length` neighbours of each point of `points` among those of `among`; a point of the same set is none of its own. */
export function nearest(points: PointSet, among: PointSet, length: number): Nearest {
  const same = points === among;
  const centre = meanOf(among);
  const [a, b] = [rowsOf(points, centre), rowsOf(among, centre)];
  const kept = Math.min(length, same ? b.count - 1 : b.count);
  const places = new Int32Array(a.count * kept).fill(-1);
  const squares = new Float64Array(a.count * kept).fill(Number.POSITIVE_INFINITY);
  if (kept === 0) return { length: 0, places, squares };
  // Each row is a heap with its farthest neighbour on top until all are seen.
  const take = (i: number, j: number, square: number) => {
    const top = i * kept;
    if (square < squares[top]) sift(squares, places, top, kept, square, j);
  };
  const visit = (i: number, from: number, to: number, block: Float64Array) => {
    for (let j = same ? Math.max(from, i + 1) : from; j < to; j++) {
      take(i, j, block[j - from]);
      if (same) take(j, i, block[j - from]);
    }
  };
  eachBlock(a, b, visit, same);
  const order = new Uint16Array(kept);
  const [sortedPlaces, sortedSquares] = [new Int32Array(kept), new Float64Array(kept)];
  for (let top = 0; top < squares.length; top += kept) {
    for (let k = 0; k < kept; k++) order[k] = k;
    order.sort((x, y) => squares[top + x] - squares[top + y] || places[top + x] - places[top + y]);
    for (let k = 0; k < kept; k++) {
      sortedPlaces[k] = places[top + order[k]];
      sortedSquares[k] = squares[top + order[k]];
    }
    places.set(sortedPlaces, top);
    squares.set(sortedSquares, top);
  }
  return { length: kept, places, squares };
}

/** Takes the top of a heap out and a point in. */
function sift(
  squares: Float64Array,
  places: Int32Array,
  top: number,
  size: number,
  square: number,
  place: number,
): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && squares[top + child + 1] > squares[top + child]) child++;
    if (squares[top + child] <= square) break;
    squares[top + at] = squares[top + child];
    places[top + at] = places[top + child];
    at = child;
  }
  squares[top + at] = square;
  places[top + at] = place;
}
