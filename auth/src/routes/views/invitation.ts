import type { Invitation } from '../../invitations/invitation';

/** What admins see of an invitation. Its token is shown once, to the admin who made it. */
export function toInvitationView({ id, email, invitedBy, createdAt, expiresAt }: Invitation) {
  return { id, email, invitedBy, createdAt, expiresAt };
}
