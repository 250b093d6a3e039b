import { availableParallelism } from 'node:os';
import { UnavailableError } from '@latchkey/common';

/** One at work and 64 that wait. */
export const PLACES_PER_CORE = 65;
/** Enough that there is always a hash to go on with while others ask the database; few enough that nobody waits for a connection to it. */
export const AT_WORK_PER_CORE = 8;

/** Runs a task that hashes, when its turn has come. */
export type HashRunner = <T>(task: () => Promise<T>) => Promise<T>;

export interface HashQueueSettings {
  /** How many hashes run at once. */
  readonly atOnce: number;
  /** How many requests are at work at once, which asks the database before and after a hash. */
  readonly atWork: number;
  /** How many requests can be under way that need hashes. */
  readonly places: number;
}

function settingsOf(cores: number): HashQueueSettings {
  return { atOnce: cores, atWork: cores * AT_WORK_PER_CORE, places: cores * PLACES_PER_CORE };
}

/**
 * Bounds the work of password hashes. A request takes a place before it costs anything, and one that finds none costs
 * nothing. An address that sends many gets fewer places the fewer are left, so others find one in a flood, too. The
 * requests and the hashes of the addresses come in turn.
 */
export function createHashQueue({ atOnce, atWork, places } = settingsOf(availableParallelism())) {
  const taken = new Map<string, number>();
  const requests = createRunner(atWork);
  const hashes = createRunner(atOnce);
  let free = places;

  function refuseWithoutPlace(address: string): void {
    const own = taken.get(address) ?? 0;
    // One address fills half of the places, two a third each, and so on: there is always one for somebody else.
    if (own >= free) {
      throw new UnavailableError('Too many people are signing in right now. Try again in a second.', 1);
    }
  }

  function take(address: string): void {
    refuseWithoutPlace(address);
    free -= 1;
    taken.set(address, (taken.get(address) ?? 0) + 1);
  }

  function giveBack(address: string): void {
    const own = taken.get(address)! - 1;
    free += 1;
    if (own === 0) taken.delete(address);
    else taken.set(address, own);
  }

  return {
    /**
     * Takes no place, but tells whether there is one.
     * @param address what the client's address counts as
     * @throws UnavailableError (503, Retry-After 1 s) when there is no place for this address
     */
    refuseWithoutPlace,

    /**
     * Does work that needs hashes, which holds a place for as long as it lasts.
     * @param address what the client's address counts as
     * @throws UnavailableError (503, Retry-After 1 s) at once when there is no place for this address
     */
    async withPlace<T>(address: string, work: (hash: HashRunner) => Promise<T>): Promise<T> {
      take(address);
      try {
        return await requests.run(address, () => work((task) => hashes.run(address, task)));
      } finally {
        giveBack(address);
      }
    },

    /** How many hashes wait, or the requests that need them. */
    waiting: () => requests.waiting() + hashes.waiting(),
  };
}

export type HashQueue = ReturnType<typeof createHashQueue>;

/** Runs tasks of several owners in turn, so many at once. */
function createRunner(atOnce: number) {
  const queued = createTurns();
  let running = 0;

  function runNext(): void {
    const task = running < atOnce ? queued.next() : undefined;
    if (!task) return;
    running += 1;
    void task().finally(() => {
      running -= 1;
      runNext();
    });
  }

  return {
    waiting: () => queued.size(),

    run<T>(owner: string, task: () => Promise<T>): Promise<T> {
      const result = new Promise<T>((resolve, reject) =>
        queued.add(owner, () => task().then(resolve, reject)),
      );
      runNext();
      return result;
    },
  };
}

/** Tasks of several owners, of whom each comes in turn with his first. */
function createTurns() {
  const tasks = new Map<string, (() => Promise<void>)[]>();
  let size = 0;

  return {
    size: () => size,

    add(owner: string, task: () => Promise<void>): void {
      tasks.set(owner, [...(tasks.get(owner) ?? []), task]);
      size += 1;
    },

    next(): (() => Promise<void>) | undefined {
      const [first] = tasks;
      if (!first) return undefined;
      const [owner, [task, ...rest]] = first;
      // Behind all others: a map keeps the order in which its keys came.
      tasks.delete(owner);
      if (rest.length > 0) tasks.set(owner, rest);
      size -= 1;
      return task;
    },
  };
}
