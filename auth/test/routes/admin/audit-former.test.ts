import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newEventId } from '../../../src/events/account-event';
import { putRoles, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE } from '../../support/clock';
import { send, signUpDevice, type Owner } from '../../support/devices';

interface Entry {
  readonly target: string;
  readonly details: { readonly roles?: string[] };
}

interface Trail {
  readonly entries: readonly Entry[];
  readonly next?: string;
}

describe('the audit trail of an older release', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  /** An entry as such a release wrote it: first without an outcome, which it then added. */
  async function plant(target: string, at: Date, fields: object): Promise<string> {
    const _id = newEventId(at);
    const entry = { _id, actor: admin.id, target, at, details: {}, from: '203.0.113.7', ...fields };
    await auth.connection.collection<{ _id: string }>('audit').insertOne(entry);
    return _id;
  }

  async function trail(query: Record<string, string>): Promise<Trail> {
    const path = `audit?${new URLSearchParams(query).toString()}`;
    return (await send(auth, 'get', path, admin).expect(200)).body as Trail;
  }

  /** A person with entries of both, `old-0` to `old-2` and `new-0` to `new-2`. */
  async function personWithBoth(ages: readonly number[]): Promise<string> {
    const { id } = await signUpDevice(auth);
    for (let n = 0; n < 3; n++) await putRoles(auth, admin, id, [`new-${n}`]).expect(200);
    for (const [n, age] of ages.entries()) {
      const details = { roles: [`old-${n}`] };
      await plant(id, new Date(Date.now() - age), { action: 'set_roles', details, outcome: 'done' });
    }
    return id;
  }

  const rolesOf = ({ entries }: Trail) => entries.map(({ details }) => details.roles![0]);

  it('is shown as it was written, whatever its outcome', async () => {
    const { id } = await signUpDevice(auth);
    const at = new Date(Date.now() - MINUTE);
    const ids = [
      await plant(id, new Date(at.getTime()), {
        action: 'ban',
        details: { reason: 'spam' },
        outcome: 'done',
      }),
      await plant(id, new Date(at.getTime() + 1), { action: 'unban', outcome: 'started' }),
      await plant(id, new Date(at.getTime() + 2), {
        action: 'set_roles',
        outcome: 'refused',
        code: 'last_admin',
      }),
    ];
    const same = { actor: admin.id, target: id, from: '203.0.113.7', details: {} };
    const time = (n: number) => new Date(at.getTime() + n).toISOString();
    expect(await trail({ user: id })).toEqual({
      entries: [
        { ...same, id: ids[2], at: time(2), action: 'set_roles', outcome: 'refused', code: 'last_admin' },
        { ...same, id: ids[1], at: time(1), action: 'unban', outcome: 'started' },
        { ...same, id: ids[0], at: time(0), action: 'ban', details: { reason: 'spam' }, outcome: 'done' },
      ],
    });
  });

  it('comes behind what the log of events has', async () => {
    const id = await personWithBoth([3 * MINUTE, 2 * MINUTE, MINUTE]);
    const all = await trail({ user: id });
    expect(rolesOf(all)).toEqual(['new-2', 'new-1', 'new-0', 'old-2', 'old-1', 'old-0']);
    const mine = (await trail({ user: admin.id })).entries.filter(({ target }) => target === id);
    expect(mine).toEqual(all.entries);
  });

  it.each([1, 2, 3, 4])('is paged over the seam, %s at a time', async (limit) => {
    const id = await personWithBoth([3 * MINUTE, 2 * MINUTE, MINUTE]);
    const { entries } = await trail({ user: id });
    const pages: Trail[] = [];
    for (let after: string | undefined; pages.length === 0 || after !== undefined; after = pages.at(-1)!.next)
      pages.push(await trail({ user: id, limit: String(limit), ...(after !== undefined && { after }) }));
    expect(pages.flatMap((page) => page.entries)).toEqual(entries);
    expect(pages).toHaveLength(Math.ceil(6 / limit));
  });

  it('may go on while replicas of it still run', async () => {
    const id = await personWithBoth([MINUTE, -MINUTE, -2 * MINUTE]);
    expect(rolesOf(await trail({ user: id }))).toEqual([
      'old-2',
      'old-1',
      'new-2',
      'new-1',
      'new-0',
      'old-0',
    ]);
  });

  it('gets nothing new', async () => {
    const before = await auth.connection.collection('audit').countDocuments();
    await personWithBoth([]);
    expect(await auth.connection.collection('audit').countDocuments()).toBe(before);
  });
});
