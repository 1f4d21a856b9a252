/** What may come in from files that others wrote: plain data, neither nested without end nor aimed at prototypes. */
import { DataError } from '../util/errors.js';

/** Levels of objects and arrays. */
export const DEEPEST = 64;

/**
 * Throws DataError where the data hold the key `__proto__`, or more than DEEPEST levels; returns them otherwise. `shown`
 * says where they come from.
 */
export function plainData<T>(data: T, shown: string): T {
  const open: { value: unknown; depth: number }[] = [{ value: data, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST) {
      throw new DataError(`${shown}: nested more than ${DEEPEST} levels deep. Flatten it`);
    }
    if (Object.hasOwn(value, '__proto__')) {
      throw new DataError(`${shown}: the key "__proto__" is not allowed. Rename it`);
    }
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return data;
}
