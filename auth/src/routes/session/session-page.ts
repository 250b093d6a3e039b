import type { Account } from '../../accounts/account';
import type { Session, SessionPosition } from '../../sessions/session';
import type { Sessions } from '../../sessions/sessions';
import { readPage, type Page } from '../fields/paging';

/**
 * A page of the sessions of an account, the last sign-in first.
 * @param own the session that asks
 */
export async function sessionPage(sessions: Sessions, account: Account, own: Session, page: Page) {
  const { items, next } = await readPage(
    page,
    ({ after, limit }) =>
      sessions.list(account.id, account, { after: after === undefined ? undefined : parse(after), limit }),
    format,
  );
  const devices = items.map((each) => ({ ...sessions.describe(each), current: each.id === own.id }));
  return { sessions: devices, next };
}

function format({ createdAt, id }: SessionPosition): string {
  return `${createdAt.getTime()}.${id}`;
}

function parse(position: string): SessionPosition {
  const [ms, id] = position.split('.') as [string, string];
  return { createdAt: new Date(Number(ms)), id };
}
