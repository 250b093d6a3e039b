import type { PreparedMessage } from './preparation';

/** What happened to an account. None of these has a link, so that people learn to distrust those that have. */
export type Notice =
  | 'password_changed'
  | 'password_reset'
  /** To the address that an account has now. */
  | 'new_email'
  | 'email_restored'
  | 'new_sign_in'
  | 'factor_added'
  | 'factor_removed'
  | 'factors_reset'
  /** To the other admins. */
  | 'admin_factors_reset'
  | 'recovery_code_used'
  | 'second_factor_failed'
  | 'token_reused'
  | 'account_deleted'
  | 'admin_granted';

export type MessageName = PreparedMessage | Notice;

/** What a message is made of. */
export interface MessageValues {
  /** APP_NAME. */
  readonly app: string;
  /** PUBLIC_URL. */
  readonly origin: string;
  readonly link?: string | undefined;
  readonly code?: string | undefined;
  /** When it was asked for, or happened. */
  readonly at: Date;
  /** The address of the client, and what it calls itself; absent where an admin did it. */
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** What a message says, before it has a form. */
export interface Content {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** What the link is called. */
  readonly action?: string;
  /** Below link, code and facts. */
  readonly closing: readonly string[];
}

/** The texts of what is told. */
export type NoticeTexts = Readonly<Record<Notice, (app: string) => Content>>;

/** All texts of a language. */
export interface Catalogue {
  readonly facts: Readonly<Record<'time' | 'address' | 'device', string>>;
  readonly unknownProgram: string;
  /** Such as `Firefox on Linux`. */
  readonly on: (program: string, system: string) => string;
  readonly openLink: string;
  readonly footer: (app: string) => string;
  readonly messages: Readonly<Record<MessageName, (app: string) => Content>>;
}

/** A mail as it is sent. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
