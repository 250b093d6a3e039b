/** More than the token of an invitation has. */
export const MAX_INVITATION_UNITS = 128;

/** An admin's permission for one person to sign up. */
export interface Invitation {
  /** Also the id of the account that it becomes, so that two uses at once make one account. */
  readonly id: string;
  /** The only address that it is good for. */
  readonly email: string;
  /** The id of the admin, or `command line`. */
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}
