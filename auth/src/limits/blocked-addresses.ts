const MAX_ADDRESSES = 10_000;

/** Who is over the limit of requests, in the memory of this process, so that a flood does not reach MongoDB. */
export function createBlockedAddresses() {
  const blocked = new Map<string, number>();

  return {
    add(address: string, ms: number): void {
      // The one that was blocked first; it would have been counted again, no more.
      if (blocked.size >= MAX_ADDRESSES) blocked.delete(blocked.keys().next().value!);
      blocked.set(address, Date.now() + ms);
    },

    /** How long an address is blocked still, in ms; 0 when it is not. */
    remaining(address: string): number {
      const ms = (blocked.get(address) ?? 0) - Date.now();
      if (ms > 0) return ms;
      blocked.delete(address);
      return 0;
    },
  };
}
