import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import {
  ban,
  expectOk,
  refresh,
  send,
  setRoles,
  signIn,
  signUp,
  unban,
  type Person,
} from '../support/people';
import { knock, untilAll } from '../support/services';
import { startWorld, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('what an admin changes, at the services', () => {
  let world: World;
  let person: Person;
  let url: string;

  beforeAll(async () => {
    world = await startWorld();
    url = world.auths[0]!.url;
  });
  afterAll(() => world?.stop());
  beforeEach(async () => {
    person = await signUp(url);
  });

  /** What each service says when somebody makes a coupon there, which takes the role `admin`. */
  function makeCoupons(): Promise<string[]> {
    return Promise.all(
      world.services.map(async (service, at) => {
        const coupon = { code: `${person.id}-${at}`, percentOff: 10 };
        const { status, body } = await send(
          'POST',
          `${service.url}/api/tickets/coupons`,
          { ...person },
          coupon,
        );
        return status === 201 ? 'made' : String(body.code);
      }),
    );
  }

  const everywhere = (answer: string) => world.services.map(() => answer);

  it('a new role counts from the next request on, after one refresh', async () => {
    expect(await makeCoupons()).toEqual(everywhere('forbidden'));
    expectOk(await setRoles(url, world.admin, person, ['admin']));
    await untilAll(world.services, person, 'token_revoked');
    await refresh(url, person);
    expect(await makeCoupons()).toEqual(everywhere('made'));
  });

  it('a role that is taken away is gone everywhere', async () => {
    expectOk(await setRoles(url, world.admin, person, ['admin']));
    await refresh(url, person);
    expect(await makeCoupons()).toEqual(everywhere('made'));
    expectOk(await setRoles(url, world.admin, person, []));
    await untilAll(world.services, person, 'token_revoked');
    await refresh(url, person);
    expect(await makeCoupons()).toEqual(everywhere('forbidden'));
  });

  it('who is let in again signs in and works at once', async () => {
    expectOk(await ban(url, world.admin, person));
    await untilAll(world.services, person, 'token_revoked');
    expectOk(await unban(url, world.admin, person));
    await signIn(url, person);
    expect(await Promise.all(world.services.map((service) => knock(service, person)))).toEqual(
      everywhere('in'),
    );
  });
});
