/**
 * Long work on the main thread. Node hands Ctrl-C to a listener only between two pieces of work, so comparing two corpora
 * for ten seconds would swallow it and end as if nothing had been said. Without a listener the system ends the process at
 * once, which a comparison can bear: it writes nothing until it is done.
 */

/** Does `work` without listeners for Ctrl-C. */
export async function atOnce<T>(work: () => T | Promise<T>): Promise<T> {
  const listeners = process.listeners('SIGINT');
  for (const listener of listeners) process.off('SIGINT', listener);
  try {
    return await work();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}
