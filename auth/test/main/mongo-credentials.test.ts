import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../tools/ports';
import { startRefusingMongo } from '../../../tools/mongo/refusing-server';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, spawnAuth, spawnProgram } from '../support/spawn-auth';
import { until } from '../support/until';

const REFUSED = /MONGO_URI has a user or a password that MongoDB refuses, [^\n]*\n$/;

let mongo: Awaited<ReturnType<typeof startRefusingMongo>>;
let MONGO_URI: string;

beforeAll(async () => {
  mongo = await startRefusingMongo();
  MONGO_URI = `mongodb://auth:wrong-canary@127.0.0.1:${mongo.port}/auth`;
});
afterEach(endSpawned);
afterAll(() => mongo.stop());

describe('a password that MongoDB refuses', () => {
  it('ends the start of the service in one message, with exit code 1', async () => {
    const auth = await spawnAuth({ MONGO_URI });
    expect(await auth.exited).toEqual({ code: 1, signal: null });
    expect(auth.stderr()).toMatch(REFUSED);
    expect(auth.stderr().split('\n')).toHaveLength(3);
    expect(auth.stdout() + auth.stderr()).not.toContain('wrong-canary');
  });

  it('ends a command in the same way', async () => {
    const command = spawnProgram('admin.js', ['grant', 'admin', 'a@b.example'], { MONGO_URI });
    expect(await command.exited).toEqual({ code: 1, signal: null });
    expect(command.stderr()).toMatch(REFUSED);
    expect(command.stdout() + command.stderr()).not.toContain('wrong-canary');
  });
});

describe('a password of a server that is away', () => {
  it('is in no line of the log, at level trace either', async () => {
    const [mongoPort, natsPort] = [await freePort(), await freePort()];
    const auth = await spawnAuth({
      MONGO_URI: `mongodb://auth:mongo-canary@127.0.0.1:${mongoPort}/auth?replicaSet=rs0`,
      NATS_URL: `nats://auth:nats-canary@127.0.0.1:${natsPort}`,
      LOG_LEVEL: 'trace',
    });
    await until('it is told', () => auth.messages().includes('MongoDB cannot be used; trying again'));
    await auth
      .request()
      .post('/api/users/signin')
      .send({ email: newEmail(), password: PASSWORD })
      .expect(503);
    auth.child.kill('SIGTERM');
    await auth.exited;
    expect(auth.stdout() + auth.stderr()).not.toContain('canary');
  });
});

describe('a MONGO_URI without the name of a database', () => {
  it.each(['', '/', '/?replicaSet=rs0'])('is refused at start: mongodb://host%s', async (rest) => {
    const env = { MONGO_URI: `mongodb://auth:canary@127.0.0.1:${mongo.port}${rest}` };
    const auth = await spawnAuth(env);
    expect(await auth.exited).toEqual({ code: 1, signal: null });
    expect(auth.stderr()).toMatch(/ - MONGO_URI must name a database behind the hosts, as in /);
    const command = spawnProgram('admin.js', ['grant', 'admin', 'a@b.example'], env);
    expect(await command.exited).toEqual({ code: 1, signal: null });
    expect(command.stderr()).toMatch(/ - MONGO_URI must name a database /);
    expect(auth.stderr() + command.stderr()).not.toContain('canary');
  });
});
