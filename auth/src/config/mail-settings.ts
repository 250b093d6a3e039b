import { ConfigurationError } from '@latchkey/common';
import { smtpUrl } from '@latchkey/common/protocol';
import { bool, makeValidator, str } from 'envalid';
import isEmail from 'validator/lib/isEmail';

/** Who a mail is from. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

const HOW_TO_MAKE_A_KEY = 'make one with: openssl rand -base64 48';
const MAX_NAME_CHARACTERS = 64;

/** One address, with or without a name: it goes into headers, so it is one line. */
const mailAddress = makeValidator<MailAddress>((text) => {
  const [, quoted, plain, inBrackets, bare] =
    /^(?:(?:"([^"<>\\]*)"\s*|([^"<>,;:\\@]*))<([^<>\s]+)>|([^<>\s]+))$/u.exec(text.trim()) ?? [];
  const [name, address] = [(quoted ?? plain ?? '').trim(), inBrackets ?? bare ?? ''];
  if (!isEmail(address) || [...name].length > MAX_NAME_CHARACTERS || /\p{C}/u.test(name)) {
    throw new Error('must be one address, such as no-reply@example.com or Example <no-reply@example.com>');
  }
  return { name, address };
});

const mailKeys = makeValidator<readonly [string, ...string[]]>((text) => {
  const [first = '', ...others] = text.split(',').map((entry) => entry.trim());
  const keys = [first, ...others] as const;
  if (!keys.every((key) => /^[!-~]{32,1024}$/.test(key))) {
    throw new Error(
      `must be secrets of 32 to 1024 printable characters, separated by commas; ${HOW_TO_MAKE_A_KEY}`,
    );
  }
  return keys;
});

const MAX_CONNECTIONS = 100;

const mailConnections = makeValidator<number>((text) => {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > MAX_CONNECTIONS)
    throw new Error(`must be a whole number from 1 to ${MAX_CONNECTIONS}`);
  return Number(text);
});

/** How mail is sent, and what is sent by it. All of it is off until SMTP_URL is set. */
export const mailVariables = {
  SMTP_URL: smtpUrl({
    default: undefined,
    desc: 'The mail server, such as `smtps://user:password@smtp.example.com:465`; with `smtp://` the connection starts TLS where the server offers it, and a password is sent over TLS only. Needs MAIL_FROM, MAIL_KEY, PUBLIC_URL and ACCOUNT_PATH',
  }),
  MAIL_FROM: mailAddress({
    default: undefined,
    desc: 'Who mails are from, such as `Example <no-reply@example.com>`',
  }),
  MAIL_KEY: mailKeys({
    default: undefined,
    desc: `Secrets that the links and codes in mails are made with, separated by commas: the first makes them, all are read; ${HOW_TO_MAKE_A_KEY}`,
  }),
  EMAIL_VERIFICATION: str({
    default: 'off',
    choices: ['off', 'optional', 'required'] as const,
    desc: 'Whether a new account is asked to prove its address by a mail: never (`off`), at any time (`optional`), or before it can be used (`required`): then a sign-up does not reveal whether an address has an account',
  }),
  SIGN_IN_BY_EMAIL: bool({
    default: false,
    desc: 'Whether people can sign in by a code or a link that is mailed to them',
  }),
  MAIL_TEMPLATES: str({
    default: undefined,
    desc: 'A folder with mail templates of your own, which replace ours',
  }),
  MAX_MAIL_CONNECTIONS: mailConnections({
    default: 5,
    desc: `The maximum number of mails that a replica sends at once, each over a connection of its own: 1 to ${MAX_CONNECTIONS}`,
  }),
};

interface MailSettings {
  readonly SMTP_URL: string | undefined;
  readonly MAIL_FROM: MailAddress | undefined;
  readonly MAIL_KEY: readonly [string, ...string[]] | undefined;
  readonly PUBLIC_URL: string | undefined;
  readonly ACCOUNT_PATH: string | undefined;
  readonly EMAIL_VERIFICATION: 'off' | 'optional' | 'required';
  readonly SIGN_IN_BY_EMAIL: boolean;
}

const NEEDED = ['MAIL_FROM', 'MAIL_KEY', 'PUBLIC_URL', 'ACCOUNT_PATH'] as const;

/**
 * Checks that all settings which mail needs are there, where mail or what is sent by it is turned on.
 * @throws ConfigurationError that lists all that is missing
 */
export function requireWholeMail(config: MailSettings): void {
  const { SMTP_URL, EMAIL_VERIFICATION, SIGN_IN_BY_EMAIL } = config;
  const faults =
    SMTP_URL === undefined
      ? [
          EMAIL_VERIFICATION !== 'off' && `EMAIL_VERIFICATION=${EMAIL_VERIFICATION} needs SMTP_URL`,
          SIGN_IN_BY_EMAIL && 'SIGN_IN_BY_EMAIL=true needs SMTP_URL',
        ]
      : NEEDED.map((name) => config[name] === undefined && `SMTP_URL needs ${name}`);
  const found = faults.filter((fault) => fault !== false);
  if (found.length > 0) throw new ConfigurationError(found);
}
