import { NotAuthorizedError } from '@latchkey/common';
import type { Request } from 'express';
import type { Events } from '../events/events';
import { addressOf } from '../http/client';
import { GuessesUsedUpError } from '../limits/guesses-used-up-error';
import type { Limits } from '../limits/limits';
import type { Sessions } from '../sessions/sessions';
import type { EntriesOf } from '../sessions/storage';
import { entryOf } from './entry-of';
import type { LiveSession } from './live-session';

/** Why a session ends that has had too many wrong ones of a kind. */
const REASONS = { password: 'too_many_wrong_passwords', code: 'too_many_wrong_codes' } as const;

export interface SessionProof {
  readonly limits: Limits;
  readonly sessions: Sessions;
  readonly events: Events;
}

/**
 * Does what asks the holder of a session for a password or a code once more. After too many wrong ones the session ends.
 * @throws InvalidCredentialsError (400, its code from `prove`), TooManyRequestsError (429), NotAuthorizedError (401 `token_revoked`)
 */
export async function proveInSession<T>(
  { limits, sessions, events }: SessionProof,
  req: Request,
  { account, session }: LiveSession,
  kind: keyof typeof REASONS,
  prove: () => Promise<T>,
): Promise<T> {
  try {
    return await limits.confirm(session.id, addressOf(req), prove);
  } catch (error) {
    if (!(error instanceof GuessesUsedUpError)) throw error;
    const reason = REASONS[kind];
    const entriesOf: EntriesOf = ({ id, userId }) => [
      entryOf(req, 'session_ended', userId, { sid: id }, { reason }),
    ];
    if (await sessions.end(session.id, reason, entriesOf))
      events.record(req, { event: 'session_ended', account: account.id, sid: session.id, reason });
    throw error.lastFailure ?? new NotAuthorizedError('token_revoked');
  }
}
