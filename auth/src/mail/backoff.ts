const FIRST_MS = 1000;
const MAX_MS = 5 * 60_000;

/**
 * How long to wait before a further attempt: twice as long each time, up to five minutes, and by chance up to half of it less,
 * so that not all mails come at once when the mail server is back.
 * @param attempts how many have failed
 */
export function backoffMs(attempts: number): number {
  const full = Math.min(FIRST_MS * 2 ** (attempts - 1), MAX_MS);
  return full * (1 - Math.random() / 2);
}
