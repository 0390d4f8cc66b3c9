/** Runs tasks one after the other, in the order in which they came. */
export interface Queue {
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<T>(task: () => Promise<T>): Promise<T> {
      const result = last.then(task);
      // A failed task is its caller's business; the next one runs all the same.
      last = result.catch(() => undefined);
      return result;
    },
  };
}
