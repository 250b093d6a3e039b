import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, claimsSet, token } from '../support/tokens';

/** A signature says who made a token, not that it is one of this kind. */
const wrongTypes: Record<string, unknown[]> = {
  iss: [1],
  aud: [1, ['latchkey']],
  sub: [1, null, { $ne: null }],
  sid: [1],
  gen: ['3', 1.5, null, true],
  email: [1, ['ada@example.com']],
  roles: ['admin', null, [1], { 0: 'admin' }],
  jti: [1],
  iat: ['now'],
  exp: ['never', '99999999999', 1.5, null, 1e300],
};

/** Of claims that a token may have: a newer auth service writes them. */
const wrongTypesOfOthers: Record<string, unknown[]> = {
  auth_time: ['now', 1.5, null],
  amr: ['pwd', null, [1], { 0: 'pwd' }],
  acr: [1, null, ['aal2']],
  email_verified: ['true', 1, null],
  roles_withheld: ['true', 1, null],
};

describe('a well signed token', () => {
  const service = ticketService();

  async function expectInvalid(jwt: string) {
    const cookie = await request(service.app).get('/tickets').set('Cookie', asCookie(jwt));
    const bearer = await request(service.app).get('/tickets').set('Authorization', asBearer(jwt));
    expectRefused(cookie, 'token_invalid');
    expectRefused(bearer, 'token_invalid');
    expect(service.reached()).toBe(0);
  }

  it('is tried here with every claim that it must have', () => {
    expect(Object.keys(wrongTypes).sort()).toEqual(Object.keys(claimsSet()).sort());
  });

  it.each(Object.keys(wrongTypes))('without %s is refused', async (claim) => {
    await expectInvalid(token({ [claim]: undefined }));
  });

  describe.each(Object.entries({ ...wrongTypes, ...wrongTypesOfOthers }))(
    'with the wrong type of %s',
    (claim, values) => {
      it.each(values.map((value) => [value]))('is refused: %j', async (value) => {
        await expectInvalid(token({ [claim]: value }));
      });
    },
  );

  it('tells whether the email is verified, and may tell how the user was authenticated', async () => {
    const proven = { auth_time: 1_700_000_000, amr: ['pwd'], acr: 'of-a-later-release' };
    for (const email_verified of [true, false]) {
      const response = await request(ticketService().app)
        .get('/tickets')
        .set('Cookie', asCookie(token({ ...proven, email_verified })))
        .expect(200);
      expect(response.body).toMatchObject({ user: { id: 'ada', emailVerified: email_verified } });
    }
  });

  it('may have claims that we do not know', async () => {
    const jwt = token({ client_id: 'web', scope: 'openid' });
    const response = await request(ticketService().app)
      .get('/tickets')
      .set('Cookie', asCookie(jwt))
      .expect(200);
    expect(response.body).toEqual({
      user: { id: 'ada', email: 'ada@example.com', roles: ['tickets:purchase'] },
    });
  });
});
