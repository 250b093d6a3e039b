import type { RequestHandler } from 'express';
import { SignUpClosedError } from '../../errors';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';

const CLOSED = {
  closed: 'Sign-up is closed. Sign in if you have an account.',
  invite: 'Sign-up is by invitation. Open the link of your invitation, or ask for one.',
} as const;

/** Who may sign up. */
export interface SignUpMode {
  readonly limits: Limits;
  readonly signUpMode: 'open' | keyof typeof CLOSED;
}

/**
 * Refuses before anything is looked up, so that the answer and its time tell nothing of accounts. What is refused here is
 * counted as any sign-up.
 */
export function refuseWhereClosed({ limits, signUpMode }: SignUpMode): RequestHandler {
  return async function refuseWhereClosed(req, _res, next) {
    const { invitation } = (req.body ?? {}) as { invitation?: unknown };
    if (signUpMode === 'open' || (signUpMode === 'invite' && invitation !== undefined)) return next();
    await limits.countRequest(addressOf(req));
    throw new SignUpClosedError(CLOSED[signUpMode]);
  };
}
