import type { NoticeTexts } from '../message';

export const NOT_YOU =
  'If it was not you, ask for a new password on the sign-in page at once. That signs all devices out.';
const NOT_YOUR_FACTOR = `${NOT_YOU} Then look at the security page, and remove what you do not know.`;
const ask = (app: string) => `If it was not you, tell the people who run ${app}.`;

/** What is told, without a link. */
export const enNotices: NoticeTexts = {
  new_email: (app) => ({
    subject: `Your account at ${app} has this email address now`,
    paragraphs: [`Messages of ${app} go to this address from now on. Sign in with it.`],
    closing: [ask(app)],
  }),
  email_restored: (app) => ({
    subject: `A change of email address at ${app} was undone`,
    paragraphs: [
      `An account at ${app} has its former email address again. Its password was removed, and all devices were signed out.`,
    ],
    closing: [ask(app)],
  }),
  password_changed: (app) => ({
    subject: `Your password for ${app} has changed`,
    paragraphs: [`The password of your account at ${app} was changed. All other devices were signed out.`],
    closing: [NOT_YOU],
  }),
  password_reset: (app) => ({
    subject: `Your password for ${app} was reset`,
    paragraphs: [
      `Someone chose a new password for your account at ${app}, with a link from this mailbox. All other devices were signed out.`,
    ],
    closing: [`${NOT_YOU} Change the password of this mailbox, too.`],
  }),
  new_sign_in: (app) => ({
    subject: `New sign-in to ${app}`,
    paragraphs: [`Someone signed in to your account at ${app} on a device that is new to us.`],
    closing: [NOT_YOU],
  }),
  factor_added: (app) => ({
    subject: `A way to sign in to ${app} was added`,
    paragraphs: [
      `Your account at ${app} has a new factor, such as an authenticator app, a passkey or new recovery codes, or sign-ins need a second factor now.`,
    ],
    closing: [NOT_YOUR_FACTOR],
  }),
  factor_removed: (app) => ({
    subject: `A way to sign in to ${app} was removed`,
    paragraphs: [
      `A factor of your account at ${app} was removed, such as an authenticator app or a passkey, or sign-ins need no second factor any more.`,
    ],
    closing: [NOT_YOUR_FACTOR],
  }),
  factors_reset: (app) => ({
    subject: `Your second factors at ${app} were removed`,
    paragraphs: [
      `An admin removed all second factors and passkeys of your account at ${app}. All devices were signed out.`,
      'Sign in again, by a mail if you have no password, and add a new one.',
    ],
    closing: [`If you did not ask for it, tell the people who run ${app}.`],
  }),
  admin_factors_reset: (app) => ({
    subject: `The second factors of an admin of ${app} were removed`,
    paragraphs: [
      `All second factors and passkeys of an admin’s account at ${app} were removed. The audit trail says whose, and by whom.`,
    ],
    closing: ['If nobody has told you of it, look into it now.'],
  }),
  recovery_code_used: (app) => ({
    subject: `A recovery code was used at ${app}`,
    paragraphs: [`Someone used one of the recovery codes of your account at ${app}.`],
    closing: [NOT_YOU],
  }),
  second_factor_failed: (app) => ({
    subject: `Someone tried to sign in to ${app} and failed at the second factor`,
    paragraphs: [
      `Someone passed the first step of a sign-in to your account at ${app}, such as the password, and not the second. They are not signed in.`,
    ],
    closing: [NOT_YOU],
  }),
  token_reused: (app) => ({
    subject: `A session at ${app} was ended for your safety`,
    paragraphs: [
      `A token of your account at ${app} was used twice, so somebody may have a copy of it. We ended that session; nobody can use the copy any more.`,
      'Sign in again. If it happens again, look for malware on your device.',
    ],
    closing: [],
  }),
  account_deleted: (app) => ({
    subject: `Your account at ${app} was deleted`,
    paragraphs: [`Your account at ${app} and its sessions are gone.`],
    closing: [ask(app)],
  }),
  admin_granted: (app) => ({
    subject: `You are an admin of ${app} now`,
    paragraphs: [`Your account at ${app} was given the role admin.`],
    closing: ['If you did not expect this, tell the other admins.'],
  }),
};
