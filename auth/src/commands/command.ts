import type { Account } from '../accounts/account';
import type { AdminChange } from '../administration/admin-change';

/** Who the audit trail says it was. */
export const ACTOR = 'command line';

/** A command that cannot be done; its message is for the person who typed it. */
export class CommandError extends Error {}

/** What a command came to: a change of one account. */
export interface Task {
  readonly email: string;
  /** The change, or what makes it for the account. */
  readonly change: AdminChange | ((account: Account) => AdminChange);
  /** What to tell of the account afterwards. */
  readonly tell: (account: Account) => string;
  /** What is for a person only, where a program may read what is told. */
  readonly remark?: (account: Account) => string;
}

/** What `invite` came to: there is no account yet to change. */
export interface Invite {
  /** The address, as it was typed. */
  readonly invites: string;
}

/** What `import` came to. */
export interface Import {
  /** The path of a file. */
  readonly imports: string;
}

/** What `mend-emails` came to. */
export interface Mend {
  readonly mends: 'emails';
}

/** What `factors` came to. */
export interface ShowFactors {
  /** The address of an account. */
  readonly shows: string;
}

/** What `reencrypt` came to. */
export interface Reencrypt {
  readonly reencrypts: 'totp';
  /** Whether secrets are removed whose key is missing. */
  readonly removesLost: boolean;
}

/**
 * Reads the arguments behind a command's name.
 * @returns undefined when they are not understood
 * @throws CommandError when they are, but cannot be done
 */
export type Command = (
  args: readonly string[],
) => Task | Invite | Import | Mend | Reencrypt | ShowFactors | undefined | Promise<Task | undefined>;
