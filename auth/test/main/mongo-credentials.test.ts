import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startRefusingMongo } from '../../../scripts/mongo/refusing-server';
import { endSpawned, spawnAuth, spawnProgram } from '../support/spawn-auth';

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
