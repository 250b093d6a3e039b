import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OnStepUp } from '../../src/client';
import { browserAt, FRESH, stepUpService, TWO_FACTORS } from '../support/step-up-service';
import { until } from '../support/until';

let service: Awaited<ReturnType<typeof stepUpService>>;

beforeAll(async () => {
  service = await stepUpService();
});
afterAll(() => service.stop());

const browser = (onStepUp?: OnStepUp, late?: Promise<void>) => browserAt(service.baseUrl, onStepUp, late);

/** A promise, and what resolves it. */
function held() {
  let settle: (() => void) | undefined;
  const promise = new Promise<void>((resolve) => (settle = resolve));
  return { promise, resolve: () => settle?.() };
}

const JSON_BODY = { headers: { 'Content-Type': 'application/json' }, body: '{"price":5}' };
const MAX_AGE = { maxAge: 600, acr: undefined };
const AAL2 = { maxAge: undefined, acr: 'aal2' };

describe('a request that needs a step-up', () => {
  it('is repeated after one, with its body', async () => {
    const { post, sent, asked } = browser();
    const response = await post('/payouts', JSON_BODY);
    expect(await response.json()).toEqual({ price: 5 });
    expect(asked).toEqual([MAX_AGE]);
    expect(sent).toEqual(['POST /payouts', 'POST /payouts']);
  });

  it('is known by the challenge alone, where a service answers no problem document', async () => {
    const { post, asked } = browser();
    expect((await post('/elsewhere')).status).toBe(200);
    expect(asked).toEqual([{ maxAge: 60, acr: undefined }]);
  });

  it('is a call of the client as well', async () => {
    const { client, asked } = browser();
    await client.endOtherSessions();
    expect(asked).toEqual([MAX_AGE]);
  });

  it('is one of twenty that wait for the same step-up', async () => {
    const { post, asked } = browser();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/payouts', JSON_BODY)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(asked).toEqual([MAX_AGE]);
  });

  it('gets its refusal when the step-up is given up, and asks the next time', async () => {
    const { client, post, asked } = browser(() => Promise.reject(new Error('closed')));
    const [response, call] = await Promise.all([
      post('/payouts'),
      client.endOtherSessions().catch((error: unknown) => error),
    ]);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'insufficient_user_authentication' });
    expect(call).toMatchObject({ code: 'insufficient_user_authentication', maxAge: 600 });
    expect(asked).toEqual([MAX_AGE]);
    await post('/payouts');
    expect(asked).toHaveLength(2);
  });

  it('gets the refusal of its repeat, and asks no second time', async () => {
    const { post, sent, asked } = browser(() => Promise.resolve());
    expect((await post('/payouts')).status).toBe(401);
    expect(asked).toHaveLength(1);
    expect(sent).toHaveLength(2);
  });

  it('is answered as it is when its body cannot be sent twice', async () => {
    const { post, asked } = browser();
    const init = { body: new Blob(['{}']).stream(), duplex: 'half' } as RequestInit;
    expect((await post('/payouts', init)).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it('is given up with its signal, and others go on', async () => {
    const step = held();
    const { post, session, answered } = browser(() => step.promise);
    const controller = new AbortController();
    const [gone, other] = [post('/payouts', { signal: controller.signal }), post('/payouts')];
    await until('both are refused', () => answered.length === 2);
    controller.abort();
    await expect(gone).rejects.toMatchObject({ code: 'aborted' });
    session.token = FRESH;
    step.resolve();
    expect((await other).status).toBe(201);
  });
});

describe('a step-up', () => {
  it('with a second factor serves those that need a fresh session, too', async () => {
    const step = held();
    const { post, session, answered, asked } = browser(() => step.promise);
    const keys = post('/keys');
    await until('it has begun', () => asked.length === 1);
    const payouts = post('/payouts');
    await until('both are refused', () => answered.length === 2);
    session.token = TWO_FACTORS;
    step.resolve();
    expect([(await keys).status, (await payouts).status]).toEqual([201, 201]);
    expect(asked).toEqual([AAL2]);
  });

  it('without one is followed by another for those that need one', async () => {
    const steps = [held(), held()] as const;
    let begun = 0;
    const { post, session, answered, asked } = browser(() => steps[begun++]!.promise);
    const payouts = post('/payouts');
    await until('it has begun', () => asked.length === 1);
    const keys = post('/keys');
    await until('both are refused', () => answered.length === 2);
    session.token = FRESH;
    steps[0].resolve();
    await until('another has begun', () => asked.length === 2);
    session.token = TWO_FACTORS;
    steps[1].resolve();
    expect([(await keys).status, (await payouts).status]).toEqual([201, 201]);
    expect(asked).toEqual([MAX_AGE, AAL2]);
  });

  it('that has ended in the meantime is not asked for again', async () => {
    const late = held();
    const { post, answered, asked } = browser(undefined, late.promise);
    const before = post('/payouts?late');
    expect((await post('/payouts')).status).toBe(201);
    late.resolve();
    expect((await before).status).toBe(201);
    expect(answered).toEqual([401, 201, 401, 201]);
    expect(asked).toEqual([MAX_AGE]);
  });

  it('is never asked for by the calls that it is made of', async () => {
    const { client, asked } = browser();
    await expect(client.startStepUp()).rejects.toMatchObject({ code: 'insufficient_user_authentication' });
    await expect(client.showStepUp()).rejects.toMatchObject({ code: 'insufficient_user_authentication' });
    await expect(client.cancelStepUp()).rejects.toMatchObject({ code: 'insufficient_user_authentication' });
    expect(asked).toEqual([]);
  });
});
