/** The function, called at its first use alone: for nodes that the gradients of two inputs share. */
export function once<A, B>(make: (argument: A) => B): (argument: A) => B {
  let made: { result: B } | undefined;
  return (argument) => {
    made ??= { result: make(argument) };
    return made.result;
  };
}
