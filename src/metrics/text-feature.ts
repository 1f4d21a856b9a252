/**
 * What a metric knows of each text of the document sample (tags, a vector, a score), made once a pool and not once a
 * replicate. `make` sees all texts of both corpora; what it makes of one must not depend on the side that a replicate
 * deals it to.
 */
import type { Pool, PooledText } from './pool.js';

export function textFeature<T>(
  pool: Pool,
  name: string,
  make: (texts: readonly PooledText[], pool: Pool) => T,
): T {
  if (!pool.features.has(name)) pool.features.set(name, make(pool.texts, pool));
  return pool.features.get(name) as T;
}
