import { NotAuthorizedError, type CurrentUser } from '@latchkey/common';
import type { Request } from 'express';

/** The person behind a request that has passed requireAuth. */
export function signedInUser({ currentUser }: Request): CurrentUser {
  if (!currentUser) throw new NotAuthorizedError('token_missing');
  return currentUser;
}
