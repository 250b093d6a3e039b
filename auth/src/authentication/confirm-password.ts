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

const REASON = 'too_many_wrong_passwords';

const endOf =
  (req: Request): EntriesOf =>
  ({ id, userId }) => [entryOf(req, 'session_ended', userId, { sid: id }, { reason: REASON })];

export interface PasswordConfirmation {
  readonly limits: Limits;
  readonly sessions: Sessions;
  readonly events: Events;
}

/**
 * Does what asks somebody who is signed in for the password once more. After too many wrong ones the session ends.
 * @throws InvalidCredentialsError (400), TooManyRequestsError (429), NotAuthorizedError (401 `token_revoked`)
 */
export async function confirmPassword<T>(
  { limits, sessions, events }: PasswordConfirmation,
  req: Request,
  { account, session }: LiveSession,
  prove: () => Promise<T>,
): Promise<T> {
  try {
    return await limits.confirm(session.id, addressOf(req), prove);
  } catch (error) {
    if (!(error instanceof GuessesUsedUpError)) throw error;
    if (await sessions.end(session.id, REASON, endOf(req)))
      events.record(req, { event: 'session_ended', account: account.id, sid: session.id, reason: REASON });
    throw error.lastFailure ?? new NotAuthorizedError('token_revoked');
  }
}
