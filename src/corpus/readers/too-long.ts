/** What is said of a record over the limit. */

export function tooLong(limit: number): { what: string; remedy: string } {
  return {
    what: `the record is longer than ${size(limit)}, the limit`,
    remedy: `Raise it (--max-record ${size(limit * 4)}), or pass --on-bad-record skip`,
  };
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  let value = bytes;
  for (; value >= 1024 && unit < 3; unit++) value /= 1024;
  return `${Math.round(value * 10) / 10}${units[unit]}`;
}
