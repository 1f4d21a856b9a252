/**
 * All maximal scoring segments of a sequence (Ruzzo and Tompa 1999): disjoint runs from `start` to `end` - 1 whose sums
 * are above 0 and cannot be raised by making them longer or shorter. In order; linear time.
 */
export interface Segment {
  start: number;
  end: number;
  sum: number;
}

export function maximalSegments(scores: ArrayLike<number>): Segment[] {
  // `before` and `behind`: cumulative sums. `link`: the last one before it whose `before` is lower, or -1.
  const open: { start: number; end: number; before: number; behind: number; link: number }[] = [];
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const before = total;
    total += scores[i];
    if (scores[i] <= 0) continue;
    const segment = { start: i, end: i + 1, before, behind: total, link: -1 };
    for (;;) {
      let j = open.length - 1;
      while (j >= 0 && open[j].before >= segment.before) j = open[j].link;
      segment.link = j;
      if (j < 0 || open[j].behind >= segment.behind) break;
      segment.start = open[j].start;
      segment.before = open[j].before;
      open.length = j;
    }
    open.push(segment);
  }
  return open.map(({ start, end, before, behind }) => ({ start, end, sum: behind - before }));
}
