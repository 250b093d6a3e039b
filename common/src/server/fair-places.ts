/** A number of places, divided fairly among the addresses that take them. */
export interface FairPlaces<T> {
  /** How many are taken. */
  readonly taken: number;
  /** Those who hold one. */
  holders(): T[];
  /**
   * Takes a place. When there is none left, the address that holds the most gives up the one it took last, unless the
   * newcomer would then hold as many.
   * @returns a function that gives the place back, or undefined when there is none
   */
  take(address: string, holder: T): (() => void) | undefined;
}

/**
 * Makes places that one address cannot keep from all others by taking every one.
 * @param max how many there are
 * @param evict ends the holder of a place that another one gets
 */
export function createFairPlaces<T>(max: number, evict: (holder: T) => void): FairPlaces<T> {
  const holders = new Map<string, Set<T>>();
  let taken = 0;

  function giveBack(address: string, holder: T): void {
    const own = holders.get(address);
    if (!own?.delete(holder)) return;
    taken -= 1;
    if (own.size === 0) holders.delete(address);
  }

  function makeRoom(newcomer: string): boolean {
    let most: [address: string, own: Set<T>] = ['', new Set()];
    for (const each of holders) if (each[1].size > most[1].size) most = each;
    const [address, own] = most;
    if (own.size < (holders.get(newcomer)?.size ?? 0) + 2) return false;
    const last = [...own].at(-1)!;
    giveBack(address, last);
    evict(last);
    return true;
  }

  return {
    get taken() {
      return taken;
    },

    holders: () => [...holders.values()].flatMap((own) => [...own]),

    take(address, holder) {
      if (taken >= max && !makeRoom(address)) return undefined;
      holders.set(address, (holders.get(address) ?? new Set()).add(holder));
      taken += 1;
      return () => giveBack(address, holder);
    },
  };
}
