import type { Client } from '@latchkey/common/client';

type Fields = Readonly<Record<string, string>>;

/** Another page that a change leads to. */
type Leads = 'recoveryCodes';

interface Task {
  /** What is said afterwards. */
  readonly code: string;
  /** @returns where it leads, unless to the page itself */
  readonly run: (auth: Client, fields: Fields) => Promise<Leads | object>;
}

/** What the forms of the security page do, by their names. */
export const TASKS = {
  // With passkeys alone there are no codes yet, and the loss of a phone would lock its owner out.
  second_on: {
    code: 'second_on',
    run: async (auth) => {
      const own = await auth.setSecondFactor(true);
      return own.recoveryCodes === 0 ? 'recoveryCodes' : own;
    },
  },
  second_off: { code: 'second_off', run: (auth) => auth.setSecondFactor(false) },
  remove_app: { code: 'app_removed', run: (auth) => auth.removeTotp() },
  remove_password: { code: 'password_removed', run: (auth) => auth.removePassword() },
  rename_passkey: {
    code: 'passkey_renamed',
    run: (auth, { id = '', name = '' }) => auth.renamePasskey(id, name),
  },
  remove_passkey: { code: 'passkey_removed', run: (auth, { id = '' }) => auth.removePasskey(id) },
} satisfies Record<string, Task>;
