import type { Client } from '@latchkey/common/client';

interface Task {
  /** What is said afterwards. */
  readonly code: string;
  readonly run: (auth: Client, fields: Readonly<Record<string, string>>) => Promise<unknown>;
}

/** What the forms of the security page do, by their names. */
export const TASKS = {
  second_on: { code: 'second_on', run: (auth) => auth.setSecondFactor(true) },
  second_off: { code: 'second_off', run: (auth) => auth.setSecondFactor(false) },
  remove_app: { code: 'app_removed', run: (auth) => auth.removeTotp() },
  remove_password: { code: 'password_removed', run: (auth) => auth.removePassword() },
  rename_passkey: {
    code: 'passkey_renamed',
    run: (auth, { id = '', name = '' }) => auth.renamePasskey(id, name),
  },
  remove_passkey: { code: 'passkey_removed', run: (auth, { id = '' }) => auth.removePasskey(id) },
} satisfies Record<string, Task>;
