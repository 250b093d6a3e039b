import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { active, CREDENTIAL, json, jwt, pay, useAskingService } from '../support/asking-service';
import { expectRefused } from '../support/problems';
import { asBearer, asCookie, token } from '../support/tokens';

const { world, service } = useAskingService();

describe('requireActive', () => {
  it('asks about the token, as RFC 7662 has it, and says who it is', async () => {
    world.auth.answer(active());
    const { body } = (await pay(service()).expect(200)) as { body: unknown };
    expect(body).toEqual({ id: 'ada', email: 'ada@example.com', roles: ['tickets:purchase'] });
    expect(world.auth.asked).toEqual([
      {
        method: 'POST',
        authorization: `Bearer ${CREDENTIAL}`,
        contentType: 'application/x-www-form-urlencoded',
        token: jwt,
      },
    ]);
  });

  it('asks on each request, and on no other route', async () => {
    world.auth.answer(active());
    const app = service();
    await pay(app).expect(200);
    await request(app).get('/look').set('Authorization', asBearer(jwt)).expect(200);
    expect(world.auth.asked).toHaveLength(1);
    world.auth.answer(json({ active: false }));
    expectRefused(await pay(app), 'token_revoked');
    await request(app).get('/look').set('Authorization', asBearer(jwt)).expect(200);
    world.auth.answer(active());
    await pay(app).expect(200);
  });

  it('asks about the token that decides: of the cookie, or of the bearer alone', async () => {
    world.auth.answer(active());
    const app = service();
    await request(app).post('/pay').set('Cookie', asCookie(jwt)).expect(200);
    const both = { Cookie: asCookie(token({ sub: 'grace' })), Authorization: asBearer(jwt) };
    await request(app).post('/pay').set(both).expect(200);
    expect(world.auth.asked.map(({ token }) => token)).toEqual([jwt, jwt]);
  });

  it('asks nobody about what it can refuse by itself', async () => {
    world.auth.answer(active());
    const revocations = {
      isRevoked: ({ sub }: { sub: string }) => sub === 'eve',
      watch: () => () => undefined,
    };
    const app = service({ revocations });
    const send = (headers: Record<string, string>) => request(app).post('/pay').set(headers);
    expectRefused(await send({}), 'token_missing');
    expectRefused(await send({ Authorization: 'Bearer garbage' }), 'token_invalid');
    expectRefused(await send({ Authorization: asBearer(token({ exp: 1 })) }), 'token_expired');
    expectRefused(await send({ Authorization: asBearer(token({ sub: 'eve' })) }), 'token_revoked');
    expectRefused(await send({ Authorization: 'Bearer garbage', Cookie: asCookie(jwt) }), 'token_invalid');
    expectRefused(await send({ Cookie: asCookie(jwt), 'Sec-Fetch-Site': 'cross-site' }), 'token_missing');
    expect(world.auth.asked).toEqual([]);
  });
});
