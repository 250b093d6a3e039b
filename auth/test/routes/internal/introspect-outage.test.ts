import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { signUpDevice } from '../../support/devices';
import { collectLogs } from '../../support/logs';
import { ownMongo, type OwnMongo } from '../../support/mongo';
import { expectProblem } from '../../support/problems';
import { accessTokenIn } from '../../support/tokens';
import { until } from '../../support/until';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only';
/** No question may take longer, whichever way MongoDB is away. */
const TIMEOUT_MS = 8_000;

const { lines, stream } = collectLogs();
let mongo: OwnMongo;
let auth: TestAuth;
let token: string;

beforeAll(async () => {
  mongo = await ownMongo();
  await mongo.start();
  auth = await startAuth({ MONGO_URI: mongo.uri, INTERNAL_TOKEN }, stream);
  token = accessTokenIn((await signUpDevice(auth)).session);
});
afterAll(async () => {
  await auth.stop();
  await mongo.remove();
});

const ask = (about = token) =>
  auth
    .internal()
    .post('/introspect')
    .type('form')
    .set('Authorization', `Bearer ${INTERNAL_TOKEN}`)
    .send({ token: about })
    .timeout(TIMEOUT_MS);

const verify = (authorization = `Bearer ${token}`) =>
  auth.internal().get('/verify').set('Authorization', authorization).timeout(TIMEOUT_MS);

function expectUnavailable(response: Response): void {
  expectProblem(response, 503, 'unavailable');
  expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

/** What holds while MongoDB is away, in whichever way. */
function itDoesNotGuess(): void {
  it('answers 503 with Retry-After about a good token, and never that it is not', async () => {
    const [asked, verified] = await Promise.all([ask(), verify()]);
    expectUnavailable(asked);
    expectUnavailable(verified);
  });

  it('says why in the log', () => {
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 40, msg: 'MongoDB cannot be used; trying again' }),
    );
  });

  it('still refuses what needs no database to be refused', async () => {
    expect((await ask('garbage').expect(200)).body).toEqual({ active: false });
    expectProblem(await verify('Bearer garbage'), 401, 'token_invalid');
  });
}

function itRecovers(): void {
  it('answers again by itself once MongoDB is back', async () => {
    await until('a token can be asked about', async () => (await ask()).status === 200);
    expect((await ask()).body).toHaveProperty('active', true);
    await verify().expect(200);
  });
}

describe('MongoDB is stopped and started again', () => {
  beforeAll(() => mongo.stop());
  itDoesNotGuess();
  describe('afterwards', () => {
    beforeAll(() => mongo.start());
    itRecovers();
  });
});

describe('MongoDB falls silent with its connections open, and goes on', () => {
  beforeAll(() => mongo.freeze());
  itDoesNotGuess();
  describe('afterwards', () => {
    beforeAll(() => mongo.thaw());
    itRecovers();
  });
});
