/**
 * Numbers as people read them. One set of rules for the terminal, HTML, Markdown and CI, so that the same
 * value is spelled the same everywhere. Locale-free: the output never depends on the machine.
 */

/** `48210` -> `48,210`. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** At most five characters up to 10^15: `950`, `48.2k`, `21.4M`, `3.1B`. */
export function formatCompact(value: number): string {
  const units = ['', 'k', 'M', 'B', 'T'];
  let unit = 0;
  let scaled = value;
  while (Math.abs(scaled) >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  if (unit === 0) return Number.isInteger(value) ? String(value) : scaled.toFixed(1);
  return (Math.abs(scaled) >= 99.95 ? scaled.toFixed(0) : scaled.toFixed(1)) + units[unit];
}

/** A ratio to the reference: `0.70`, `12.3`, `150`, `2.0k`. */
export function formatRatio(value: number): string {
  const size = Math.abs(value);
  if (size < 9.995) return value.toFixed(2);
  if (size < 99.95) return value.toFixed(1);
  return size < 999.5 ? value.toFixed(0) : formatCompact(value);
}

/** `[0.68 0.72]`. */
export function formatInterval([low, high]: readonly [number, number]): string {
  return `[${formatRatio(low)} ${formatRatio(high)}]`;
}

/** A value in its own unit: three significant digits, or grouped digits from 1,000 up. */
export function formatValue(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  return Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

/** A share from 0 to 1: `0 %`, `4.2 %`, `37 %`. */
export function formatPercent(share: number): string {
  return `${Number((100 * share).toFixed(share < 0.0995 ? 1 : 0))} %`;
}

/** A p-value: `< 0.0001`, `0.012`. */
export function formatP(p: number): string {
  return p < 0.0001 ? '< 0.0001' : String(Number(p.toPrecision(2)));
}

/** `0.4 s`, `12.3 s`, `4 min 05 s`, `2 h 03 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Decimal units, as disks and `--memory` have them: `12 kB`, `1.5 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = -1;
  let scaled = bytes;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return `${scaled >= 9.95 ? scaled.toFixed(0) : scaled.toFixed(1)} ${units[unit]}`;
}

/** `1 document`, `2 documents`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const MULTIPLES: Record<string, number> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** `1GB`, `512 MB`, `1.5GiB` or plain bytes -> bytes; undefined when it is no size above 0. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (!match) return undefined;
  const multiple = MULTIPLES[match[2].toLowerCase()];
  const bytes = Math.round(Number(match[1]) * (multiple ?? 0));
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
