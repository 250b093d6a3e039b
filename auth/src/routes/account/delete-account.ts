import { NotAuthorizedError } from '@latchkey/common';
import type { Request } from 'express';
import { matchedData } from 'express-validator';
import { confirmOwner } from '../../authentication/confirm-owner';
import type { SessionProof } from '../../authentication/prove-in-session';
import { entryOf } from '../../authentication/entry-of';
import { liveSession, type LiveSession, type LiveSessions } from '../../authentication/live-session';
import type { Passwords } from '../../authentication/passwords';
import type { SignUps } from '../../authentication/sign-ups';
import { ADMIN } from '../../accounts/roles';
import type { Acts } from '../../events/acts';
import { addressOf } from '../../http/client';
import type { SessionCookies } from '../../http/session-cookies';
import { CROSS_ORIGIN, LAST_ADMIN, NOT_FRESH, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { knownPasswordField } from '../fields/account-fields';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { reportFailureOf } from '../middleware/report-failure';

interface DeletionParts extends Hashing, LiveSessions, SessionProof {
  readonly acts: Acts;
  readonly passwords: Passwords;
  readonly cookies: SessionCookies;
  readonly signUps: Pick<SignUps, 'endAllOf'>;
}

/** Deletes one's own account; all its sessions and access tokens end. */
export const deleteAccount: Endpoint<DeletionParts> = {
  method: 'delete',
  path: '/api/users/me',
  summary: 'Delete the account; its email is free at once. A fresh session needs no password',
  body: 'PasswordProof',
  success: { status: 200, schema: 'Nothing' },
  failures: {
    400: '`validation_failed`, `invalid_credentials`, `malformed_json`',
    401: `${NOT_FRESH}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    409: LAST_ADMIN,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    parts.authentication.requireAuth,
    hashingRoute(
      parts,
      [knownPasswordField('password').optional()],
      async function deleteAccount(req, res, hash) {
        const { password } = matchedData<{ password?: string }>(req);
        const live = await liveSession(parts, req);
        const { account, session } = live;
        await confirmOwner(parts, req, live, password !== undefined, async () => {
          if (password !== undefined) await parts.passwords.check(account, password, hash);
        });
        await removeAccount(parts, req, live);
        if (await parts.cookies.isWritable(req, session.id)) parts.cookies.clear(res);
        res.send({});
      },
    ),
  ],
  onFailure: (parts) => reportFailureOf(parts, 'account_deletion_failed'),
};

async function removeAccount(
  { accounts, sessions, signUps, acts, events }: DeletionParts,
  req: Request,
  { account, session }: LiveSession,
): Promise<void> {
  const { id } = account;
  const act = {
    actor: id,
    action: 'delete_account',
    target: id,
    details: {},
    from: addressOf(req),
  } as const;
  // What others delete or are refused stays out of the trail, which is kept for good.
  const isAct = account.roles.includes(ADMIN);
  async function remove(): Promise<void> {
    const origin = { sid: session.id, ...(isAct && { actor: id, from: act.from }) };
    const told = { ...entryOf(req, 'account_deleted', id, origin), recipients: [account.email] };
    if (!(await accounts.delete(account, [told]))) throw new NotAuthorizedError('token_revoked');
  }
  await (isAct ? acts.attempt(act, remove) : remove());
  events.record(req, { event: 'account_deleted', account: id, sid: session.id });
  // The sessions are dead already, and sign-ups end by themselves.
  const leave = (what: string) => (err: Error) =>
    req.log.warn({ err }, `${what} of a deleted account are left to the sweeper`);
  await Promise.all([
    sessions.removeAll(id).catch(leave('sessions')),
    signUps.endAllOf(account).catch(leave('sign-ups')),
  ]);
}
