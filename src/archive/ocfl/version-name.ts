/** Names of OCFL versions: `v1`, `v2`, or zero-padded `v001` (section 3.3). */

export interface VersionName {
  number: number;
  /** Digits where the number is zero-padded, else 0. */
  padding: number;
}

/** Reads a name; null for what is none. Numbers of more than nine digits are none: no object has that many versions. */
export function parseVersionName(name: unknown): VersionName | null {
  if (typeof name !== 'string') return null;
  const digits = /^v(\d{1,9})$/.exec(name)?.[1];
  if (digits === undefined || Number(digits) === 0) return null;
  return { number: Number(digits), padding: digits.startsWith('0') ? digits.length : 0 };
}
