import type { Catalogue } from '../message';
import { enNotices, NOT_YOU } from './en-notices';

const IGNORE = 'If it was not you, ignore this message. Nothing changes then.';

export const en: Catalogue = {
  facts: { time: 'Time', address: 'IP address', device: 'Device' },
  unknownProgram: 'An unknown program',
  on: (program, system) => `${program} on ${system}`,
  openLink: 'If the button does not work, copy this link into your browser:',
  footer: (app) => `Sent by ${app}, because an account uses this address, or someone entered it:`,
  messages: {
    reset_password: (app) => ({
      subject: `Choose a new password for ${app}`,
      paragraphs: [`Someone asked for a new password for your account at ${app}.`],
      action: 'Choose a new password',
      closing: ['The link works once, within one hour.', IGNORE],
    }),
    sign_in_code: (app) => ({
      subject: `Sign in to ${app}`,
      paragraphs: [`Someone wants to sign in to your account at ${app}. If it is you, use this code:`],
      action: 'Sign in',
      closing: [
        'It works once, within ten minutes, and only in the browser that asked for it.',
        'Do not give it to anyone. If it was not you, ignore this message.',
      ],
    }),
    step_up_code: (app) => ({
      subject: `Your code for ${app}`,
      paragraphs: [
        `Someone who is signed in to your account at ${app} is about to make an important change. If it is you, use this code:`,
      ],
      closing: [
        'It works once, within ten minutes, and only in the browser that asked for it.',
        `Do not give it to anyone. ${NOT_YOU}`,
      ],
    }),
    factor_code: (app) => ({
      subject: `Your code for a second factor at ${app}`,
      paragraphs: [
        `Someone who is signed in to your account at ${app} wants to add its first authenticator app or passkey. If it is you, use this code:`,
      ],
      closing: ['It works once, within an hour.', `Do not give it to anyone. ${NOT_YOU}`],
    }),
    verify_email: (app) => ({
      subject: `Confirm your email address for ${app}`,
      paragraphs: [`Someone gave this address for an account at ${app}. If it was you, confirm it.`],
      action: 'Confirm the address',
      closing: ['The link works once, within 24 hours.', IGNORE],
    }),
    confirm_email: (app) => ({
      subject: `Confirm your new email address for ${app}`,
      paragraphs: [
        `Someone gave this address as the new one of an account at ${app}. If it was you, confirm it.`,
      ],
      action: 'Confirm the new address',
      closing: [
        'The link works once, within 24 hours, in a browser that is signed in to the account.',
        IGNORE,
      ],
    }),
    account_exists: (app) => ({
      subject: `You already have an account at ${app}`,
      paragraphs: [
        `Someone tried to sign up for ${app} with this address. It has an account already.`,
        'If it was you, sign in. If you forgot the password, ask for a new one there.',
      ],
      action: 'Sign in',
      closing: [IGNORE],
    }),
    email_changed: (app) => ({
      subject: `The email address of your account at ${app} has changed`,
      paragraphs: [`Your account at ${app} has another email address now.`],
      action: 'Undo the change',
      closing: [
        'If it was you, ignore this message.',
        'If it was not you, undo the change within 72 hours. Your account gets this address back, its password is removed, and all devices are signed out.',
      ],
    }),
    ...enNotices,
  },
};
