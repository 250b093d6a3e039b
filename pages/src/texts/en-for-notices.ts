/** What one page says on another, by the code that it leaves. */
export const enForNotices = {
  again: 'We had to check your session first, so nothing was sent. Check the form, and send it again.',
  session_ended:
    'You are signed out: this session was ended or ran out, or the account is banned. Signing in tells which.',
  device_signed_out: 'That device is signed out, in every service.',
  others_signed_out: 'You are signed out everywhere else, in every service.',
  mail_sent:
    'If an account has this address, a mail is on its way. Look into the spam folder, too. You can ask again in a few minutes.',
  verification_sent: 'A mail with a link is on its way to you.',
  change_sent: 'A mail with a link is on its way to the new address. Until you open it, nothing changes.',
  code_sent: 'If an account has this address, a mail with a code is on its way. Leave this page open.',
  password_reset: 'The new password counts. You are signed out everywhere: sign in with it.',
  email_verified: 'Your address is verified.',
  email_changed:
    'Your address is changed. The old one was told, and can take the change back for three days.',
  email_restored:
    'The address is the old one again, and everybody is signed out. Choose a new password: ask for a link here.',
  password_changed: 'It is changed, and you are signed out on every other device.',
  invitation_removed: 'The invitation is removed: its link does not work any more.',
  ban: 'The ban counts in every service already: the next thing that person does is refused.',
  unban: 'The ban is lifted: that person can sign in at once.',
  sessions: 'That person is signed out on every device, and can sign in again.',
  unlock: 'The failed sign-ins are forgotten: that person can try again at once.',
  remove_factors:
    'All factors of that person are removed, and every device is signed out. The person is told by a mail.',
  send_reset: 'A mail with a link is on its way to that person.',
  claims: 'The claims are changed, and count with that person’s next page.',
  roles: 'The roles are changed, and count with that person’s next page.',
  sign_in_expired: 'That took too long or too many attempts. Sign in again.',
  factor_code_sent: 'A mail with a code is on its way to you.',
  app_added: 'The authenticator app is on.',
  app_removed: 'The authenticator app is removed.',
  second_on: 'Each sign-in by password or by mail asks for a second factor from now on.',
  second_off: 'A sign-in asks for no second factor any more.',
  password_removed: 'The password is removed. Sign in with a passkey from now on.',
  passkey_added: 'The passkey is added.',
  passkey_renamed: 'The passkey has its new name.',
  passkey_removed: 'The passkey is removed.',
};
