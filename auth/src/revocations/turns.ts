/** Makes a function that runs tasks one after the other, also when one fails. @returns what the task returns */
export function createTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return function inTurn(task) {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}
