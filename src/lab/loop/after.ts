/**
 * Steps of the loop that may or may not have to wait. Most worlds compute at once, and thousands of their generations
 * fit in a second: a promise for each would cost as much as the generation, so there is one only where one is needed.
 */

/** `next` of the value, at once where it is there. */
export function after<A, B>(value: A | Promise<A>, next: (value: A) => B | Promise<B>): B | Promise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** `make(0)` … `make(n - 1)`, each when the one before is there: they share a random source. */
export function inTurn<T>(n: number, make: (i: number) => T | Promise<T>): T[] | Promise<T[]> {
  const made: T[] = [];
  for (let i = 0; i < n; i++) {
    const each = make(i);
    if (each instanceof Promise) return waitInTurn(made, each, n, make);
    made.push(each);
  }
  return made;
}

async function waitInTurn<T>(made: T[], first: Promise<T>, n: number, make: (i: number) => T | Promise<T>) {
  made.push(await first);
  while (made.length < n) made.push(await make(made.length));
  return made;
}
