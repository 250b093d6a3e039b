type Step = (...args: never[]) => Promise<unknown>;

/** A call that waits to be let go, and then goes on as ever. */
export interface Held {
  /** Resolves when the call has come. */
  readonly reached: Promise<void>;
  letGo(): void;
}

/** Holds the next call of a function, before it does anything. */
export function holdNext<K extends string>(owner: Record<K, Step>, name: K): Held {
  const original = owner[name];
  const [reached, come] = signal();
  const [released, letGo] = signal();
  owner[name] = async (...args) => {
    owner[name] = original;
    come();
    await released;
    return original(...args);
  };
  return { reached, letGo };
}

/** Holds the next calls of a function, when each has done its work, until there are so many of them. */
export function gather<K extends string>(owner: Record<K, Step>, name: K, count: number): void {
  const original = owner[name];
  const [all, complete] = signal();
  let came = 0;
  owner[name] = async (...args) => {
    const result = await original(...args);
    if (++came === count) {
      owner[name] = original;
      complete();
    }
    await all;
    return result;
  };
}

/** A promise, and what resolves it. */
export function signal(): [Promise<void>, () => void] {
  let give = () => undefined as void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return [given, () => give()];
}
