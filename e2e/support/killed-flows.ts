import { readMail, type MailServer } from '../../auth/test/support/mail-server';
import { ban, PASSWORD, send, type Person } from './people';
import { until } from './until';

export const NEXT_PASSWORD = 'quite another passphrase';

/** One life of the auth service: it is killed at a moment that a flow reaches, or soon after. */
export interface Life {
  readonly url: string;
  readonly admin: Person;
  readonly server: MailServer;
  /** Whether it was killed. */
  isOver(): boolean;
  /** Tells that a moment of the flow is reached. */
  reached(moment: string): void;
}

/** What a person was answered: statuses, where there was an answer. */
export type Answers = Record<string, number | undefined>;

/** What somebody does while the auth service is killed. */
export interface Flow {
  readonly name: string;
  /** The moments that it reaches, in order. */
  readonly moments: readonly string[];
  run(life: Life, person: Person): Promise<Answers>;
}

/** forgot → mail → reset → notice */
export const reset: Flow = {
  name: 'a reset',
  moments: ['asks', 'is promised', 'mail 1 is taken', 'has mail 1', 'resets', 'has reset', 'mail 2 is taken'],
  async run(life, person) {
    const { email } = person;
    const forgot = await asked(life, 'asks', 'is promised', () => forget(life.url, email));
    if (forgot === undefined || !(await hasMail(life, email, 1))) return { forgot };
    const token = await mailedToken(life.server, email);
    const answered = await asked(life, 'resets', 'has reset', () => resetBy(life.url, token));
    await hasMail(life, email, 2);
    return { forgot, reset: answered, isResetAsked: 1 };
  },
};

/** password change → notice */
export const change: Flow = {
  name: 'a password change',
  moments: ['changes', 'has changed', 'mail 1 is taken'],
  async run(life, person) {
    const body = { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD };
    const changed = await asked(life, 'changes', 'has changed', () =>
      send('POST', `${life.url}/api/users/password`, { ...person }, body),
    );
    await hasMail(life, person.email, 1);
    return { changed };
  },
};

/** A ban, of which nobody is told by mail. */
export const banning: Flow = {
  name: 'a ban',
  moments: ['bans', 'has banned'],
  run: async (life, person) => ({
    banned: await asked(life, 'bans', 'has banned', () => ban(life.url, { ...life.admin }, person)),
  }),
};

export function forget(url: string, email: string) {
  return send('POST', `${url}/api/users/password/forgot`, undefined, { email });
}

export function resetBy(url: string, token: string) {
  return send('POST', `${url}/api/users/password/reset`, undefined, { token, password: NEXT_PASSWORD });
}

/** The token of the first link that was mailed to an address. */
export async function mailedToken({ mails }: MailServer, email: string): Promise<string> {
  const { text } = await readMail(mails.find(({ to }) => to.includes(email))!);
  return /\/account\/reset-password\?token=(\S+)/.exec(text!)![1]!;
}

/** @returns the status, or undefined where no answer came */
async function asked(
  life: Life,
  before: string,
  after: string,
  ask: () => Promise<{ readonly status: number }>,
): Promise<number | undefined> {
  const answer = ask().catch(() => undefined);
  life.reached(before);
  const status = (await answer)?.status;
  if (status !== undefined) life.reached(after);
  return status;
}

/** Waits for the nth mail. @returns whether it came before the end */
async function hasMail(life: Life, email: string, nth: number): Promise<boolean> {
  const arrived = () => life.server.mails.filter(({ to }) => to.includes(email)).length >= nth;
  await until(
    () => `mail ${nth} has arrived`,
    () => arrived() || life.isOver(),
    Boolean,
  );
  if (arrived()) life.reached(`has mail ${nth}`);
  return !life.isOver();
}
