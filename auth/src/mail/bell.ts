/** Wakes one who waits. A ring that comes before the wait counts for it. */
export function createBell() {
  let hasRung = false;
  let wake: (() => void) | undefined;

  return {
    ring(): void {
      hasRung = true;
      wake?.();
    },

    /** Waits for a ring, but no longer than `ms`. */
    async wait(ms: number): Promise<void> {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      [hasRung, wake] = [false, undefined];
    },
  };
}
