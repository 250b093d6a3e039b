/**
 * Makes what lets so many pass in each turn of the event loop, in the order in which they come: thousands have something
 * to do at the same moment, and requests must not wait until all have done it.
 * @param perTurn how many
 * @returns a function whose promise resolves when its caller may go on
 */
export function createTurnstile(perTurn: number): () => Promise<void> {
  let waiting: (() => void)[] = [];

  function letPass(): void {
    const passing = waiting.slice(0, perTurn);
    waiting = waiting.slice(perTurn);
    if (waiting.length > 0) setImmediate(letPass);
    for (const pass of passing) pass();
  }

  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(letPass);
    });
}
