import { eventOf, type Acts } from '../events/acts';
import type { Author } from '../events/audit-entry';
import type { Invitations, NewInvitation } from '../invitations/invitations';

/**
 * Opens a prepared invitation. The log tells of it first, and of the older one for the same address that ends.
 * @throws AccountExistsError (409 `email_in_use`), UnavailableError (503) when somebody else invites the address
 */
export async function openInvitation(
  { acts, invitations }: { readonly acts: Acts; readonly invitations: Pick<Invitations, 'open'> },
  prepared: NewInvitation,
  author: Author,
): Promise<void> {
  const act = { ...author, details: {} };
  const removalOf = (older: string) => [
    { event: eventOf({ ...act, action: 'remove_invitation', target: older }) },
  ];
  await acts.announce({ ...act, action: 'invite', target: prepared.invitation.id }, () =>
    invitations.open(prepared, removalOf),
  );
}
