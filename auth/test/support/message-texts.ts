import type { MessageName, MessageValues } from '../../src/mail/message';

const AT = new Date('2026-03-01T08:05:00Z');
export const LINK = 'https://app.example.com/account/reset-password?token=a1.b2&x=1';
export const VALUES: MessageValues = {
  app: 'Tickets',
  origin: 'https://app.example.com',
  at: AT,
  ip: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};
const EN = 'Time: March 1, 2026 at 8:05 AM UTC\nIP address: 192.0.2.7\nDevice: Firefox on Linux';
export const FOOTER =
  '-- \nSent by Tickets, because an account uses this address, or someone entered it: https://app.example.com\n';
const IGNORE = 'If it was not you, ignore this message. Nothing changes then.';
const NOT_YOU =
  'If it was not you, ask for a new password on the sign-in page at once. That signs all devices out.';
const ASK = 'If it was not you, tell the people who run Tickets.';

/** What is before the facts, the facts, and what is after them, for each message: its subject and its text. */
export const TEXTS: Readonly<Record<MessageName, readonly [string, ...string[]]>> = {
  reset_password: [
    'Choose a new password for Tickets',
    'Someone asked for a new password for your account at Tickets.',
    `Choose a new password:\n${LINK}`,
    EN,
    'The link works once, within one hour.',
    IGNORE,
  ],
  sign_in_code: [
    'Sign in to Tickets',
    'Someone wants to sign in to your account at Tickets. If it is you, use this code:',
    '    7KQ2-M9XD',
    `Sign in:\n${LINK}`,
    EN,
    'It works once, within ten minutes, and only in the browser that asked for it.',
    'Do not give it to anyone. If it was not you, ignore this message.',
  ],
  factor_code: [
    'Your code for a second factor at Tickets',
    'Someone who is signed in to your account at Tickets wants to add its first authenticator app or passkey. If it is you, use this code:',
    '    7KQ2-M9XD-04GT-ZB6P',
    EN,
    'It works once, within an hour.',
    `Do not give it to anyone. ${NOT_YOU}`,
  ],
  step_up_code: [
    'Your code for Tickets',
    'Someone who is signed in to your account at Tickets is about to make an important change. If it is you, use this code:',
    '    7KQ2-M9XD',
    EN,
    'It works once, within ten minutes, and only in the browser that asked for it.',
    `Do not give it to anyone. ${NOT_YOU}`,
  ],
  verify_email: [
    'Confirm your email address for Tickets',
    'Someone gave this address for an account at Tickets. If it was you, confirm it.',
    `Confirm the address:\n${LINK}`,
    EN,
    'The link works once, within 24 hours.',
    IGNORE,
  ],
  confirm_email: [
    'Confirm your new email address for Tickets',
    'Someone gave this address as the new one of an account at Tickets. If it was you, confirm it.',
    `Confirm the new address:\n${LINK}`,
    EN,
    'The link works once, within 24 hours, in a browser that is signed in to the account.',
    IGNORE,
  ],
  account_exists: [
    'You already have an account at Tickets',
    'Someone tried to sign up for Tickets with this address. It has an account already.',
    'If it was you, sign in. If you forgot the password, ask for a new one there.',
    `Sign in:\n${LINK}`,
    EN,
    IGNORE,
  ],
  email_changed: [
    'The email address of your account at Tickets has changed',
    'Your account at Tickets has another email address now.',
    `Undo the change:\n${LINK}`,
    EN,
    'If it was you, ignore this message.',
    'If it was not you, undo the change within 72 hours. Your account gets this address back, its password is removed, and all devices are signed out.',
  ],
  new_email: [
    'Your account at Tickets has this email address now',
    'Messages of Tickets go to this address from now on. Sign in with it.',
    EN,
    ASK,
  ],
  email_restored: [
    'A change of email address at Tickets was undone',
    'An account at Tickets has its former email address again. Its password was removed, and all devices were signed out.',
    EN,
    ASK,
  ],
  password_changed: [
    'Your password for Tickets has changed',
    'The password of your account at Tickets was changed. All other devices were signed out.',
    EN,
    NOT_YOU,
  ],
  password_reset: [
    'Your password for Tickets was reset',
    'Someone chose a new password for your account at Tickets, with a link from this mailbox. All other devices were signed out.',
    EN,
    `${NOT_YOU} Change the password of this mailbox, too.`,
  ],
  new_sign_in: [
    'New sign-in to Tickets',
    'Someone signed in to your account at Tickets on a device that is new to us.',
    EN,
    NOT_YOU,
  ],
  factor_added: [
    'A way to sign in to Tickets was added',
    'Your account at Tickets has a new factor, such as an authenticator app, a passkey or new recovery codes, or sign-ins need a second factor now.',
    EN,
    `${NOT_YOU} Then look at the security page, and remove what you do not know.`,
  ],
  factor_removed: [
    'A way to sign in to Tickets was removed',
    'A factor of your account at Tickets was removed, such as an authenticator app or a passkey, or sign-ins need no second factor any more.',
    EN,
    `${NOT_YOU} Then look at the security page, and remove what you do not know.`,
  ],
  factors_reset: [
    'Your second factors at Tickets were removed',
    'An admin removed all second factors and passkeys of your account at Tickets. All devices were signed out.',
    'Sign in again, by a mail if you have no password, and add a new one.',
    EN,
    'If you did not ask for it, tell the people who run Tickets.',
  ],
  admin_factors_reset: [
    'The second factors of an admin of Tickets were removed',
    'All second factors and passkeys of an admin’s account at Tickets were removed. The audit trail says whose, and by whom.',
    EN,
    'If nobody has told you of it, look into it now.',
  ],
  recovery_code_used: [
    'A recovery code was used at Tickets',
    'Someone used one of the recovery codes of your account at Tickets.',
    EN,
    NOT_YOU,
  ],
  second_factor_failed: [
    'Someone tried to sign in to Tickets and failed at the second factor',
    'Someone passed the first step of a sign-in to your account at Tickets, such as the password, and not the second. They are not signed in.',
    EN,
    NOT_YOU,
  ],
  token_reused: [
    'A session at Tickets was ended for your safety',
    'A token of your account at Tickets was used twice, so somebody may have a copy of it. We ended that session; nobody can use the copy any more.',
    'Sign in again. If it happens again, look for malware on your device.',
    EN,
  ],
  account_deleted: [
    'Your account at Tickets was deleted',
    'Your account at Tickets and its sessions are gone.',
    EN,
    ASK,
  ],
  admin_granted: [
    'You are an admin of Tickets now',
    'Your account at Tickets was given the role admin.',
    EN,
    'If you did not expect this, tell the other admins.',
  ],
};

/** The messages that have a link, with what they need. */
export const NEEDS: Partial<Record<MessageName, Partial<MessageValues>>> = {
  reset_password: { link: LINK },
  sign_in_code: { link: LINK, code: '7KQ2-M9XD' },
  step_up_code: { code: '7KQ2-M9XD' },
  factor_code: { code: '7KQ2-M9XD-04GT-ZB6P' },
  verify_email: { link: LINK },
  confirm_email: { link: LINK },
  account_exists: { link: LINK },
  email_changed: { link: LINK },
};
