import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { putClaims, signUpAdmin } from '../support/admins';
import { databaseUri, type TestAuth } from '../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../support/clock';
import {
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Owner,
} from '../support/devices';
import { sessionDocument } from '../support/documents';
import { PASSWORD } from '../support/people';
import { held, startReplica } from '../support/replica';
import { endSpawned, spawnProgram } from '../support/spawn-auth';
import { accessTokenIn, jwtPart } from '../support/tokens';
import { until } from '../support/until';

const genOf = ({ session }: { session: string }) => jwtPart(accessTokenIn(session), 1).gen;

/** What a replica holds of these devices; of others it may learn something at any time. */
const heldOf = (replica: TestAuth, ...owners: Owner[]) =>
  held(replica).filter((key) => owners.some((owner) => key.includes(owner.id) || key.includes(sidOf(owner))));

/** What must be held once everything of a person's is revoked. */
const nextGenOf = (owner: Owner) => `user.${owner.id}.${genOf(owner) + 1}`;

describe('what ends access tokens', () => {
  let here: TestAuth;
  let there: TestAuth;
  const running: TestAuth[] = [];
  const MONGO_URI = databaseUri();

  async function replica(): Promise<TestAuth> {
    const auth = await startReplica({ MONGO_URI });
    running.push(auth);
    return auth;
  }

  beforeAll(async () => {
    [here, there] = [await replica(), await replica()];
  });
  afterEach(endSpawned);
  afterAll(async () => {
    for (const auth of running) await auth.stop();
  });

  /** Each ends tokens of a person and says which. */
  const ways: [string, (owner: Owner) => Promise<string>][] = [
    [
      'a sign-out',
      async (owner) => {
        await send(here, 'post', 'signout', owner).expect(200);
        return `session.${sidOf(owner)}`;
      },
    ],
    [
      'another sign-in in the same browser',
      async (owner) => {
        await send(here, 'post', 'signin', owner).send(owner).expect(200);
        return `session.${sidOf(owner)}`;
      },
    ],
    [
      'a device that is ended from another one',
      async (owner) => {
        const other = await signInDevice(here, owner);
        await send(here, 'delete', `sessions/${sidOf(owner)}`, other).expect(200);
        return `session.${sidOf(owner)}`;
      },
    ],
    [
      'the end of all other devices',
      async (owner) => {
        await send(here, 'delete', 'sessions', owner).expect(200);
        return nextGenOf(owner);
      },
    ],
    [
      'an admin who ends all sessions',
      async (owner) => {
        const admin = await signUpAdmin(here);
        await send(here, 'delete', `${owner.id}/sessions`, admin).expect(200);
        return nextGenOf(owner);
      },
    ],
    [
      'an admin who sets claims',
      async (owner) => {
        await putClaims(here, await signUpAdmin(here), owner.id, { tenant: 'acme' }).expect(200);
        return nextGenOf(owner);
      },
    ],
    [
      'a new password',
      async (owner) => {
        const body = { currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` };
        await send(here, 'post', 'password', owner).send(body).expect(200);
        return nextGenOf(owner);
      },
    ],
    [
      'a refresh token that was copied',
      async (owner) => {
        const second = deviceOf(await refreshDevice(here, owner).expect(200));
        await refreshDevice(here, second).expect(200);
        const thief = { session: second.session, refresh: owner.refresh };
        await refreshDevice(here, thief).expect(401);
        return `session.${sidOf(owner)}`;
      },
    ],
  ];

  it.each(ways)('%s is held by this replica at once, and by the other soon', async (_way, end) => {
    const owner = await signUpDevice(here);
    const key = await end(owner);
    expect(held(here)).toContain(key);
    // On either, nobody is asked any more.
    for (const replica of [here, there]) {
      await until('it is held', () => held(replica).includes(key));
      const { body } = (await send(replica, 'get', 'currentuser', { session: owner.session })) as {
        body: unknown;
      };
      expect(body).toEqual({ currentUser: null, reason: 'token_revoked' });
    }
  });

  it('a role that is given or taken on the command line is held by every replica soon', async () => {
    const owner = await signUpDevice(here);
    const admin = (...args: string[]) => spawnProgram('admin.js', args, { MONGO_URI }).exited;
    expect(await admin('grant', 'tickets:purchase', owner.email)).toMatchObject({ code: 0 });
    for (const replica of [here, there]) {
      await until('it is held', () => held(replica).includes(nextGenOf(owner)));
    }
    expect(await admin('revoke', 'tickets:purchase', owner.email)).toMatchObject({ code: 0 });
    const gen = genOf(owner) + 2;
    await until('it is held', () => held(there).includes(`user.${owner.id}.${gen}`));
  });

  it('a sign-out that was one already tells nothing new', async () => {
    const owner = await signUpDevice(here);
    await send(here, 'post', 'signout', owner).expect(200);
    const before = heldOf(here, owner);
    expect(before).toEqual([`session.${sidOf(owner)}`]);
    await send(here, 'post', 'signout', owner).expect(200);
    expect(heldOf(here, owner)).toEqual(before);
  });

  it('what is refused ends nothing', async () => {
    const owner = await signUpDevice(here);
    const other = await signUpDevice(here);
    const body = { currentPassword: 'wrong', newPassword: `${PASSWORD} 2` };
    await send(here, 'post', 'password', owner).send(body).expect(400);
    await send(here, 'delete', `sessions/${sidOf(other)}`, owner).expect(404);
    // Anyone can know a sid; without the family of its refresh token it ends nothing.
    await refreshDevice(here, { session: owner.session, refresh: other.refresh }).expect(401);
    await send(here, 'post', 'signout', { refresh: owner.refresh }).expect(200);
    expect(heldOf(here, owner, other)).toEqual([]);
  });

  it('is stamped by MongoDB, so that a replica whose clock is behind hides nothing from the others', async () => {
    const owner = await signUpDevice(here);
    const before = Date.now();
    // A clock that is behind by more than 5 minutes finds tokens that were made in the future.
    stopClock().pass(-4 * MINUTE);
    try {
      await send(here, 'delete', 'sessions', owner).expect(200);
      await here.services.sessions.end(sidOf(owner), 'signed_out');
    } finally {
      restartClock();
    }
    const session = await sessionDocument(here, sidOf(owner));
    expect(Number(session?.revokedAt)).toBeGreaterThanOrEqual(before - 1000);
    const keys = [nextGenOf(owner), `session.${sidOf(owner)}`];
    await until('both are held', () => keys.every((key) => held(there).includes(key)));
  });

  it('is known to a replica that starts later', async () => {
    const owner = await signUpDevice(here);
    await send(here, 'delete', 'sessions', owner).expect(200);
    expect(held(await replica())).toContain(nextGenOf(owner));
  });
});
