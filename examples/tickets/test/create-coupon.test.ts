import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem } from './support/expect-problem';
import { admin, alice, startService, type Service } from './support/service';

const path = '/api/tickets/coupons';
let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('POST /api/tickets/coupons', () => {
  it('makes a coupon for an admin; the code is kept in upper case', async () => {
    const response = await service
      .as(admin)
      .post(path)
      .send({ code: ' spring-26 ', percentOff: 15, _id: 'x' });
    expect(response.status).toBe(201);
    expect(response.body).toEqual({ code: 'SPRING-26', percentOff: 15 });
  });

  it('refuses nobody, others, and a page of another origin', async () => {
    const post = (client: ReturnType<Service['as']>) =>
      client.post(path).send({ code: 'MINE', percentOff: 100 });
    expectProblem(await post(service.as()), 401, 'token_missing');
    expectProblem(await post(service.as(admin, { expiresIn: -60 })), 401, 'token_expired');
    expectProblem(await post(service.as(alice)), 403, 'forbidden');
    expectProblem(
      await post(service.as({ id: 'eve', roles: ['admins', 'Admin', 'admin:x'] })),
      403,
      'forbidden',
    );
    expectProblem(await post(service.as(admin)).set('Origin', 'https://evil.test'), 401, 'token_missing');
  });

  it('tells a stranger that it is not his before it tells what is wrong', async () => {
    expectProblem(await service.as(alice).post(path).send({}), 403, 'forbidden');
  });

  it('refuses a code that is taken, in any case', async () => {
    await service.as(admin).post(path).send({ code: 'ONCE', percentOff: 10 }).expect(201);
    const again = await service.as(admin).post(path).send({ code: 'once', percentOff: 90 });
    expectProblem(again, 400, 'coupon_code_in_use');
  });

  it('gives one of 50 at once the code', async () => {
    const post = () => service.as(admin).post(path).send({ code: 'RACE', percentOff: 10 });
    const responses = await Promise.all(Array.from({ length: 50 }, post));
    const won = responses.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    for (const lost of responses.filter((response) => response !== won[0])) {
      expectProblem(lost, 400, 'coupon_code_in_use');
    }
  });

  it.each([
    undefined,
    null,
    '',
    'AB',
    'x'.repeat(33),
    'A B C',
    'ÄÖÜ',
    'A\nBC',
    1234,
    {},
    { $ne: 1 },
    ['ABC'],
    [['ABC']],
  ])('refuses the code %j', async (code) => {
    const response = await service.as(admin).post(path).send({ code, percentOff: 10 });
    expectProblem(response, 400, 'validation_failed', ['code']);
  });

  it.each([undefined, null, 0, -1, 101, 1.5, '10', true, {}, { $gt: 0 }, [10]])(
    'refuses percentOff %j',
    async (percentOff) => {
      const response = await service.as(admin).post(path).send({ code: 'VALID', percentOff });
      expectProblem(response, 400, 'validation_failed', ['percentOff']);
    },
  );
});
