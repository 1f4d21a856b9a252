/** A curve in a line of text. */

const BARS = '▁▂▃▄▅▆▇█';

/**
 * At most `room` characters from the lowest bar (the least figure) to the highest; a blank where there is none. A flat
 * curve is drawn in the middle. `log`: by orders of magnitude; figures of 0 and below are then blank.
 */
export function sparkline(figures: ArrayLike<number | null>, room: number, log = false): string {
  const all = Array.from(figures, (x) => (x === null ? Number.NaN : log ? Math.log(x) : x));
  const count = Math.min(room, all.length);
  const shown = Array.from({ length: count }, (_, i) =>
    count === 1 ? all[all.length - 1] : all[Math.round((i * (all.length - 1)) / (count - 1))],
  );
  const there = shown.filter(Number.isFinite);
  const low = Math.min(...there);
  const span = Math.max(...there) - low;
  // Rounding alone is no movement.
  const flat = span <= 1e-9 * Math.abs(low);
  return shown
    .map((x) => {
      if (!Number.isFinite(x)) return ' ';
      return BARS[flat ? 3 : Math.min(BARS.length - 1, Math.floor(((x - low) / span) * BARS.length))];
    })
    .join('');
}
