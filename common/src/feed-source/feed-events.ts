import { keyOf, type Revocation } from '../revocations/revocation';
import type { FeedSource } from './feed-source';

/** About 8 KB. */
const BATCH = 100;

/** Made once for all followers: those of what is new, and of what many are told when they resume. */
const texts = new WeakMap<Revocation, string>();

/** The event of an entry that many followers are told. */
export function sharedEvent(revocation: Revocation): string {
  let text = texts.get(revocation);
  if (text === undefined) texts.set(revocation, (text = revokedEvent(revocation)));
  return text;
}

/** The event of an entry. */
export function revokedEvent(revocation: Revocation): string {
  return event('revoked', '', { key: keyOf(revocation), until: revocation.until });
}

/**
 * The event that tells until when a follower has everything, and from where it may resume.
 * @param at true for a follower that was told all that the list holds
 */
export function asOfEvent({ asOf, position, window }: FeedSource, at = asOf()): string {
  const id = position();
  return event('as-of', id === undefined ? '' : `id: ${id}\n`, { at, window });
}

/** The events of many entries, a hundred at a time. */
export function* inBatches(
  entries: Iterable<Revocation>,
  toText: (revocation: Revocation) => string,
): Iterable<string> {
  let batch = '';
  let size = 0;
  for (const entry of entries) {
    batch += toText(entry);
    if (++size % BATCH !== 0) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

function event(name: string, id: string, data: object): string {
  return `event: ${name}\n${id}data: ${JSON.stringify(data)}\n\n`;
}
