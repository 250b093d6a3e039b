import { enForActivity } from './en-for-activity';
import { enForAdmins } from './en-for-admins';
import { enForErrors } from './en-for-errors';
import { enForFactors } from './en-for-factors';
import { enForMail } from './en-for-mail';
import { enForNotices } from './en-for-notices';
import { enForSecurity } from './en-for-security';

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
    security: 'Security',
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
    security: 'Security',
    securityText: 'Add a second factor or a passkey, and see what protects your account.',
    withheld: 'Some of your roles count only after a second factor.',
    prove: 'Prove a second factor',
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
    leadWithout: (email: string) => `You are signed in as ${email}. Go on with one of these:`,
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
  ...enForFactors,
  ...enForSecurity,

  notices: enForNotices,

  errors: enForErrors,
};
