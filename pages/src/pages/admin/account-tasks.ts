import type { Account, Client, CustomClaims } from '@latchkey/common/client';
import { texts } from '../../texts/texts';

/** What a form of an account's page says. */
export type Fields = Readonly<Record<string, string>>;

interface Task {
  /** What the form says that no service could read. @returns the fault, and of which field */
  readonly validate?: (fields: Fields) => { readonly field: string; readonly message: string } | undefined;
  readonly run: (auth: Client, id: string, fields: Fields) => Promise<unknown>;
}

/** What an admin can do with an account, by the name of the form. */
const TASKS = {
  ban: {
    validate: ({ until = '' }) =>
      until !== '' && readUntil(until) === undefined
        ? { field: 'until', message: texts.account.badUntil }
        : undefined,
    run: (auth, id, { reason = '', until = '' }) => {
      const end = readUntil(until);
      return auth.banUser(id, { ...(reason && { reason }), ...(end && { until: end }) });
    },
  },
  unban: { run: (auth, id) => auth.unbanUser(id) },
  unlock: { run: (auth, id) => auth.unlockUser(id) },
  sessions: { run: (auth, id) => auth.endUserSessions(id) },
  remove_factors: { run: (auth, id) => auth.removeUserFactors(id) },
  send_reset: { run: (auth, id) => auth.sendPasswordReset(id) },
  roles: { run: (auth, id, { roles = '' }) => auth.setRoles(id, readRoles(roles)) },
  claims: {
    validate: ({ claims = '' }) =>
      readClaims(claims) ? undefined : { field: 'claims', message: texts.account.badClaims },
    run: (auth, id, { claims = '' }) => auth.setClaims(id, readClaims(claims) ?? {}),
  },
} satisfies Record<string, Task>;

export type TaskName = keyof typeof TASKS;

/** @returns undefined for a name that no form has */
export function taskOf(name: string | undefined): (Task & { readonly name: TaskName }) | undefined {
  if (name === undefined || !Object.hasOwn(TASKS, name)) return undefined;
  return { ...(TASKS[name as TaskName] as Task), name: name as TaskName };
}

/** Whether the form would take the role admin away, which is asked once more. */
export function takesAdminAway(account: Account, { task, roles = '' }: Fields): boolean {
  return task === 'roles' && account.roles.includes('admin') && !readRoles(roles).includes('admin');
}

export function readRoles(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** Reads what `datetime-local` sends, as UTC. */
function readUntil(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/.test(text)) return undefined;
  const time = new Date(`${text}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/**
 * Reads claims as they are typed; an empty field is for none.
 * @returns undefined for what is no JSON object; what an object may hold is for the auth service to say
 */
function readClaims(text: string): CustomClaims | undefined {
  if (text.trim() === '') return {};
  try {
    const claims: unknown = JSON.parse(text);
    const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
    return isObject ? (claims as CustomClaims) : undefined;
  } catch {
    return undefined;
  }
}
