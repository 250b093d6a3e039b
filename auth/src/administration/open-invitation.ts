import { SignUpClosedError } from '../errors';
import { eventOf, type Acts } from '../events/acts';
import type { Author } from '../events/audit-entry';
import type { Invitations, NewInvitation } from '../invitations/invitations';

interface InvitingParts {
  readonly acts: Acts;
  readonly invitations: Pick<Invitations, 'open' | 'requireNoAccount'>;
  readonly signUpMode: 'open' | 'invite' | 'closed';
}

/**
 * Opens a prepared invitation. The log tells of it first, and of the older one for the same address that ends. It also tells of a
 * refusal, so an admin cannot look for accounts without a trace.
 * @throws SignUpClosedError (403 `sign_up_closed`), AccountExistsError (409 `email_in_use`), UnavailableError (503) when somebody
 *   else invites the address
 */
export async function openInvitation(
  { acts, invitations, signUpMode }: InvitingParts,
  prepared: NewInvitation,
  author: Author,
): Promise<void> {
  const act = { ...author, details: {} };
  const removalOf = (older: string) => [
    { event: eventOf({ ...act, action: 'remove_invitation', target: older }) },
  ];
  const invite = { ...act, action: 'invite', target: prepared.invitation.id } as const;
  await acts.attempt(invite, async () => {
    if (signUpMode === 'closed')
      throw new SignUpClosedError('Nobody can sign up here, invited or not. Set SIGN_UP=invite first.');
    await invitations.requireNoAccount(prepared.invitation.email);
  });
  await acts.announce(invite, () => invitations.open(prepared, removalOf));
}
