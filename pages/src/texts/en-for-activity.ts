import type { AccountEvent } from '@latchkey/common/client';

/** What the pages say of what happened to an account. */
export const enForActivity = {
  title: 'Recent activity',
  lead: 'What happened to your account in the last months, the latest first.',
  notYou: 'Not you?',
  changePassword: 'Change the password',
  notYouText: 'Every other device is then signed out.',
  none: 'Nothing more is here.',
  older: 'Older activity',
  newest: 'Latest activity',
  all: 'All activity',
  unavailable: 'The activity is not available right now. Open this page again in a moment.',
  titleOf: (email: string) => `Activity of ${email}`,
  list: 'Activity',
  newDevice: 'New device',
  byAdmin: 'By an admin',
  address: 'Address',
  by: 'By',
  from: 'from',

  /** What happened, by type. */
  sentences: {
    account_created: 'The account was created.',
    account_deleted: 'The account was deleted.',
    admin_act_refused: 'An act of this admin was refused.',
    banned: 'The account was banned.',
    claims_changed: 'The claims that services read were changed.',
    email_changed: 'The email was changed.',
    email_change_requested: 'A change of the email was requested.',
    email_mended: 'The spelling of the email was corrected.',
    email_restored: 'The change of the email was taken back.',
    email_verified: 'The email was verified.',
    factor_added: 'A second factor was added.',
    factor_code_issued: 'A code that allows a second factor was made.',
    factor_removed: 'A second factor was removed.',
    factors_reset: 'All second factors were removed.',
    identity_linked: 'A sign-in by another provider was added.',
    identity_unlinked: 'A sign-in by another provider was removed.',
    invitation_removed: 'The invitation was removed.',
    invited: 'An invitation was made.',
    password_changed: 'The password was changed.',
    password_reset: 'The password was reset by a mail.',
    recovery_code_used: 'A recovery code was used.',
    reset_requested: 'A link for a new password was requested.',
    roles_changed: 'The roles were changed.',
    second_factor_failed: 'A second factor was wrong.',
    session_ended: 'A session was ended.',
    sessions_ended: 'Other devices were signed out.',
    sign_in_failed: 'A sign-in failed.',
    sign_in_requested: 'A code for a sign-in was requested.',
    signed_in: 'A device signed in.',
    signed_out: 'A device signed out.',
    step_up: 'The sign-in was confirmed.',
    token_reused: 'A session was ended because it had been copied.',
    unbanned: 'The ban was lifted.',
    unlocked: 'Failed sign-ins were forgotten.',
    verification_requested: 'A link that verifies the email was requested.',
  } satisfies Record<AccountEvent['type'], string>,
  /** Of a type that only a newer service knows. */
  unknown: 'Something else happened.',
  failures: (count: number) => `${count} sign-ins failed within an hour.`,
  allSignedOut: 'All devices were signed out.',
  passwordRemoved: 'The password was removed.',

  /** Why a session was ended, or a proof refused. */
  reasons: {
    signed_in_again: 'Signed in again in the same browser',
    ended_by_user: 'On request',
    password_not_changed: 'The change of the password failed',
    too_many_wrong_passwords: 'Too many wrong passwords',
    too_many_wrong_codes: 'Too many wrong codes',
    too_many_sessions: 'Too many devices; the longest unused one goes',
    counter_went_back: 'There seems to be a copy of the passkey; remove it',
  },

  /** By what somebody has proven who they are. */
  proofs: {
    pwd: 'By password',
    email: 'By a mailed code',
    otp: 'By a second factor',
    hwk: 'By a passkey',
    swk: 'By a passkey',
    fed: 'By another provider',
  },

  /** Which factor was added or removed. */
  factors: {
    totp: 'Authenticator app',
    passkey: 'Passkey',
    recovery_codes: 'Recovery codes',
    second_factor: 'Asked for at each sign-in',
  },

  /** The names of the details. */
  details: {
    reason: 'Reason',
    until: 'Until',
    roles: 'Roles',
    granted: 'Added',
    revoked: 'Removed',
    claims: 'Claims',
    name: 'Name',
  },
};
