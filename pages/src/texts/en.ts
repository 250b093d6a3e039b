import { enForActivity } from './en-for-activity';
import { enForAdmins } from './en-for-admins';
import { enForErrors } from './en-for-errors';
import { enForMail } from './en-for-mail';

/** All that the pages say, in English. What the services answer, such as why a password is refused, comes from them. */
export const en = {
  language: 'en',
  title: (page: string, app: string) => `${page} · ${app}`,
  titleOfRefused: (page: string, app: string) => `Error: ${page} · ${app}`,

  layout: {
    skip: 'Skip to the content',
    pages: 'Account pages',
    backTo: (app: string) => `Back to ${app}`,
    signOut: 'Sign out',
    home: 'Account',
    email: 'Email',
    devices: 'Devices',
    password: 'Password',
    accounts: 'Accounts',
    invitations: 'Invitations',
  },

  form: {
    refused: 'That did not work',
    email: 'Email',
    password: 'Password',
    newPassword: 'New password',
    passwordHint: 'All characters count, also spaces. A few words are best.',
  },

  signIn: {
    title: 'Sign in',
    lead: (app: string) => `to go on to ${app}`,
    button: 'Sign in',
    asked: 'You are signed out. Sign in to go on.',
    temporaryPassword: 'Temporary password',
    sentBefore: 'If you have sent this before, sign in with the new password.',
    noAccount: 'You have no account yet?',
    signUp: 'Sign up',
  },

  signUp: {
    title: 'Sign up',
    lead: (app: string) => `for ${app}`,
    button: 'Sign up',
    invited: 'You are invited. Use the email address that the invitation is for.',
    byInvitation: 'Sign-up is by invitation. Open the link that you were given.',
    closed: 'Nobody can sign up here at the moment.',
    haveAccount: 'You have an account?',
    signIn: 'Sign in',
  },

  home: {
    title: 'Your account',
    email: 'Email',
    roles: 'Roles',
    emailText: 'See whether your address is verified, or take another one.',
    devices: 'Devices',
    devicesText: 'See where you are signed in, and sign out what you do not know.',
    activity: 'Recent activity',
    activityText: 'See what happened to your account, and from where.',
    password: 'Password',
    passwordText: 'Choose another password. You are then signed out on every other device.',
    accounts: 'Accounts',
    accountsText: 'Find an account, give it roles, or ban it.',
    invitations: 'Invitations',
    invitationsText: 'Invite somebody by a link that works once.',
  },

  devices: {
    title: 'Devices',
    lead: 'Here you are signed in. A device that you sign out is out in every service at once.',
    activity: 'Recent activity',
    thisOne: 'This device',
    lastUsed: 'Last used',
    since: 'Signed in',
    address: 'Address',
    signOut: 'Sign out',
    signOutOf: (device: string, address: string) => `Sign out ${device}, ${address}`,
    more: 'More devices',
    none: 'You are signed in nowhere else.',
    everywhereElse: 'Sign out everywhere else…',
    everywhereElseText: 'Every other device has to sign in again. This one stays signed in.',
    everywhereElseButton: 'Sign out everywhere else',
    unknownProgram: 'Unknown program',
    on: (browser: string, system: string) => `${browser} on ${system}`,
  },

  confirm: {
    title: 'Confirm that it is you',
    lead: (email: string) => `You are signed in as ${email}. Enter your password to go on.`,
    button: 'Go on',
    wrongPassword: 'The password is not right.',
  },

  password: {
    title: 'Change your password',
    lead: 'You are then signed out on every other device.',
    current: 'Current password',
    button: 'Change password',
  },

  activity: enForActivity,

  ...enForAdmins,
  ...enForMail,

  /** What one page says on another, by the code that it leaves. */
  notices: {
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
    link_opened_elsewhere: 'Your address is verified. Sign in with the password that you have chosen.',
    password_changed: 'It is changed, and you are signed out on every other device.',
    invitation_removed: 'The invitation is removed: its link does not work any more.',
    ban: 'The ban counts in every service already: the next thing that person does is refused.',
    unban: 'The ban is lifted: that person can sign in at once.',
    sessions: 'That person is signed out on every device, and can sign in again.',
    unlock: 'The failed sign-ins are forgotten: that person can try again at once.',
    claims: 'The claims are changed, and count with that person’s next page.',
    roles: 'The roles are changed, and count with that person’s next page.',
  },

  errors: enForErrors,
};
