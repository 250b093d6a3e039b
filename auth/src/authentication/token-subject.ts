import type { signAccessToken } from '@latchkey/common/protocol';
import type { Account } from '../accounts/account';
import type { Session } from '../sessions/session';
import { assuranceOf } from './assurance';
import type { SessionRoles } from './roles-of';

/** What of a session its tokens tell. One that an older release has begun has no assurance, and its tokens tell of none. */
export type TokenSession = Pick<Session, 'id' | 'authTime' | 'amr' | 'acr' | 'factorGen'>;

/** The claims that tell of an account and its session, as they are now. */
export function toTokenSubject(
  account: Account,
  session: TokenSession,
  { roles, isWithheld }: SessionRoles,
): Parameters<typeof signAccessToken>[0] {
  const { id, gen, email, emailVerifiedAt, claims } = account;
  const { authTime, amr, acr } = assuranceOf(session, account);
  return {
    ...{ sub: id, sid: session.id, gen, email, roles, claims, amr, acr },
    auth_time: authTime && Math.floor(authTime.getTime() / 1000),
    email_verified: emailVerifiedAt !== undefined,
    ...(isWithheld && { roles_withheld: true }),
  };
}
