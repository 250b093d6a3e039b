import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  close,
  ConfigurationError,
  createAuthentication,
  errorHandler,
  ready,
  requireActive,
} from '../../src/index';
import { active, CREDENTIAL, jwt, pay, useAskingService } from '../support/asking-service';
import { express } from '../support/express';
import { expectProblem } from '../support/problems';
import { asBearer, SECRET } from '../support/tokens';

const { world, service } = useAskingService();

describe('the option introspection', () => {
  it('is needed, and the log says so', async () => {
    const app = service({ introspection: undefined });
    for (const headers of [{}, { Authorization: asBearer(jwt) }]) {
      expectProblem(await request(app).post('/pay').set(headers), 500, 'internal_error');
    }
    const error: unknown = world.printed.mock.calls[0]![0];
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(/INTROSPECTION_URL and INTERNAL_TOKEN/);
  });

  it.each([
    { url: 'auth-srv/introspect', token: CREDENTIAL },
    { url: '', token: CREDENTIAL },
    { url: 'nats://auth-srv/introspect', token: CREDENTIAL },
    { url: 'http://auth-srv/introspect', token: 'secret\r\nof two lines' },
  ])('is refused at once when no request can be made of it: %j', (introspection) => {
    const make = () => createAuthentication({ jwtKey: SECRET, introspection });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(/introspection needs a url/);
    expect(make).not.toThrow(/secret/);
  });
});

describe('the option introspection.timeout', () => {
  it.each([0, -1, 1.5, 60_001, 2 ** 32, NaN, Infinity])('is refused at once when it is %d', (timeout) => {
    const introspection = { url: 'http://auth-srv/introspect', token: CREDENTIAL, timeout };
    const make = () => createAuthentication({ jwtKey: SECRET, introspection });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow('introspection.timeout must be 1 to 60000 ms');
  });
});

describe('requireActive from the environment', () => {
  const app = express();
  app.all('/pay', requireActive, (req, res) => void res.json(req.currentUser));
  app.use(errorHandler);

  beforeEach(() => {
    Object.assign(process.env, {
      JWT_KEY: SECRET,
      INTROSPECTION_URL: world.auth.url,
      INTERNAL_TOKEN: CREDENTIAL,
    });
  });
  afterEach(async () => {
    for (const name of ['JWT_KEY', 'INTROSPECTION_URL', 'INTERNAL_TOKEN']) delete process.env[name];
    await close();
  });

  it('asks at INTROSPECTION_URL with INTERNAL_TOKEN', async () => {
    world.auth.answer(active());
    expect((await pay(app).expect(200)).body).toHaveProperty('id', 'ada');
    expect(world.auth.asked).toMatchObject([{ authorization: `Bearer ${CREDENTIAL}`, token: jwt }]);
  });

  it.each(['short', `${CREDENTIAL}\n`, `${CREDENTIAL} é`])(
    'takes no credential like %j',
    async (credential) => {
      process.env.INTERNAL_TOKEN = credential;
      await expect(ready()).rejects.toThrow(/INTERNAL_TOKEN must be 32 to 1024 printable characters/);
      await expect(ready()).rejects.not.toThrow(credential);
    },
  );

  it('says what is missing, by ready where that is known', async () => {
    delete process.env.INTERNAL_TOKEN;
    await expect(ready()).rejects.toThrow(ConfigurationError);
    await expect(ready()).rejects.toThrow(/INTERNAL_TOKEN is not set/);
    delete process.env.INTROSPECTION_URL;
    expectProblem(await pay(app), 500, 'internal_error');
    expect(world.printed).toHaveBeenCalledWith(expect.any(ConfigurationError));
  });
});
