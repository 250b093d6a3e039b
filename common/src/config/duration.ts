const MS_PER_UNIT = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Reads a duration such as `30s`, `15m` or `7d`.
 * @returns milliseconds
 * @throws Error when the text is not a positive whole number with one of the units ms, s, m, h, d
 */
export function parseDuration(text: string): number {
  const match = /^([1-9]\d{0,6})(ms|s|m|h|d)$/.exec(text.trim());
  if (!match) throw new Error('must be a duration such as 30s, 15m or 7d');
  return Number(match[1]) * MS_PER_UNIT[match[2] as keyof typeof MS_PER_UNIT];
}

/**
 * Makes a reader of durations that are neither too short nor too long to work.
 * @param min such as `1s`; it is allowed itself, and so is `max`
 * @returns a function that throws an Error which names both bounds
 */
export function durationBetween(min: string, max: string): (text: string) => number {
  return (text) => {
    const ms = parseDuration(text);
    if (ms < parseDuration(min) || ms > parseDuration(max)) throw new Error(`must be from ${min} to ${max}`);
    return ms;
  };
}
