import { hostname } from 'node:os';
import { commonVariables, readEnvironment } from '@latchkey/common/protocol';
import { createAccountStore } from '../accounts/account-store';
import { openInvitation } from '../administration/open-invitation';
import { createActs } from '../events/acts';
import { createEventStore } from '../events/event-store';
import type { Connection } from '../database';
import { findSignUpPage, invitationLink, invitationPath } from '../invitations/invitation-link';
import { createInvitationStore } from '../invitations/invitation-store';
import { createInvitations } from '../invitations/invitations';
import { publicVariables, requireSafePublicUrl } from '../config/public-settings';
import { ACTOR, CommandError, type Invite } from './command';
import { readEmail } from './read-email';

/** `invite EMAIL` */
export function readInvite([email]: readonly string[]): Invite | undefined {
  return email ? { invites: email } : undefined;
}

/**
 * Invites the person of an address to sign up; the audit trail tells of it. An earlier invitation of it ends.
 * @param env tells PUBLIC_URL and ACCOUNT_PATH, which the link is made from
 * @param warn takes a line that is for a person; what a program may read is returned
 * @returns the link or, without PUBLIC_URL, the token
 * @throws CommandError, AccountExistsError, ConfigurationError
 */
export async function invite(
  { invites }: Invite,
  connection: Connection,
  env: NodeJS.ProcessEnv,
  warn: (line: string) => void,
): Promise<string> {
  const settings = readEnvironment(env, { ...publicVariables, COOKIE_SECURE: commonVariables.COOKIE_SECURE });
  requireSafePublicUrl(settings);
  if (settings.SIGN_UP === 'closed')
    throw new CommandError('SIGN_UP=closed lets nobody sign up, invited or not');
  const email = readEmail(invites);
  if (email === undefined) throw new CommandError('give a valid email address');

  const invitations = createInvitations(
    createInvitationStore(connection),
    createAccountStore(
      connection,
      () => undefined,
      () => undefined,
    ),
  );
  const prepared = invitations.prepare(email, ACTOR);
  const { invitation, token } = prepared;
  const parts = {
    acts: createActs(createEventStore(connection)),
    invitations,
    signUpMode: settings.SIGN_UP,
  };
  await openInvitation(parts, prepared, { actor: ACTOR, from: hostname() });

  warn(
    `${email} can sign up with this, once, until ${invitation.expiresAt.toISOString()}; it proves no address`,
  );
  const page = findSignUpPage(settings);
  const link = invitationLink(page, token);
  if (link === undefined)
    warn(`PUBLIC_URL is not set, so this is no link: open ${invitationPath(page, 'TOKEN')}`);
  return link ?? token;
}
