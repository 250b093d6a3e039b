import { afterEach, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { startRefusingMongo, type Refusal } from '../../../tools/mongo/refusing-server';
import { freePort } from '../../../tools/ports';
import { expectProblem } from './support/expect-problem';
import { alice, startService } from './support/service';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** The service on a database that answers every command so. */
async function startOn(refusal: Refusal | 'silence') {
  const mongo = await startRefusingMongo(refusal);
  const uri = `mongodb://127.0.0.1:${mongo.port}/tickets?serverSelectionTimeoutMS=3000&socketTimeoutMS=1000`;
  const service = await startService({ uri });
  ends.push(service.stop, () => mongo.stop());
  return { mongo, ...service };
}

/** What reads and what writes; never 401, and never 500. */
async function expectOutage({ as }: Pick<Awaited<ReturnType<typeof startService>>, 'as'>): Promise<void> {
  const answers: supertest.Response[] = [
    await as(alice).get('/api/tickets'),
    await as(alice).post('/api/tickets').send({ title: 'A concert', price: 20 }),
    await as(alice)
      .put(`/api/tickets/${'a'.repeat(24)}`)
      .send({ title: 'A concert', price: 20 }),
  ];
  for (const answer of answers) {
    expectProblem(answer, 503, 'unavailable');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
}

const refusal = (codeName: string, code: number) => ({ ok: 0, code, codeName, errmsg: codeName });

describe('requests while the database', () => {
  it.each([
    ['has no primary', refusal('NotPrimaryNoSecondaryOk', 13435)],
    ['has lost its primary', refusal('NotWritablePrimary', 10107)],
    ['shuts down', refusal('InterruptedAtShutdown', 11600)],
    ['steps down', refusal('PrimarySteppedDown', 189)],
    ['recovers', refusal('NotPrimaryOrSecondary', 13436)],
    ['refuses a changed password', refusal('AuthenticationFailed', 18)],
    ['is silent', 'silence' as const],
  ])('%s are answered with 503 and Retry-After', async (_what, answer) => {
    await expectOutage(await startOn(answer));
  });

  it('is gone are answered with 503 and Retry-After', async () => {
    const service = await startOn(refusal('InterruptedAtShutdown', 11600));
    service.mongo.stop();
    await expectOutage(service);
  });

  it('is not to be used any more, since the pool is closed, are answered with 503 and Retry-After', async () => {
    const service = await startOn(refusal('InterruptedAtShutdown', 11600));
    await service.connection.getClient().close();
    await expectOutage(service);
  });

  it('was never there are answered with 503 and Retry-After', async () => {
    const service = await startService({ connected: false });
    ends.push(service.stop);
    const uri = `mongodb://127.0.0.1:${await freePort()}/tickets?serverSelectionTimeoutMS=300`;
    await expect(service.connection.openUri(uri)).rejects.toThrow();
    await expectOutage(service);
  });
});

it('a command that the database does not take is a fault of ours, and 500', async () => {
  const { as } = await startOn(refusal('FailedToParse', 9));
  expectProblem(await as(alice).get('/api/tickets'), 500, 'internal_error');
});
