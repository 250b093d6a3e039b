import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseKeyRing, signAccessToken } from '@latchkey/common/protocol';
import { cookieWith } from '../dist/interop/cookie';
import { EXPECTED, openHouse, setups, type House } from '../dist/interop/house';
import { startForeignService } from '../dist/interop/foreign-service';
import { judgeLive } from '../dist/interop/judge-live';
import { PROGRAMS, type Command } from '../dist/interop/programs';
import { judgeVectors } from '../dist/interop/vectors';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { startMongo, type RunningMongo } from '@latchkey/tools/dist/mongo';

/** The packages of a language are fetched for a build. */
const TIMEOUT_MS = 5 * 60_000;

const SETUPS = setups();
const houses = new Map<string, House>();
let mongo: RunningMongo;

beforeAll(async () => {
  mongo = await startMongo();
  for (const setup of SETUPS) houses.set(setup.name, await openHouse(setup, mongo.uri));
}, TIMEOUT_MS);
afterAll(async () => {
  for (const house of houses.values()) await house.stop();
  await mongo?.stop();
});

for (const { name, isHere, needs, build } of PROGRAMS) {
  if (!isHere()) process.stdout.write(`the service in ${name} is not tested: ${needs}\n`);
  // A machine that is there to test has what it needs.
  const describeIt = isHere() || process.env.CI === 'true' ? describe : describe.skip;

  describeIt(`the service in ${name}`, () => {
    let command: Command;
    beforeAll(async () => {
      command = await build();
    }, TIMEOUT_MS);

    it.each(SETUPS)("lets in by the auth service's tokens, and by no others: $name", async (setup) => {
      expect(await judgeLive(command, houses.get(setup.name)!)).toEqual(EXPECTED);
    });

    it('does not take a private key for a secret', async () => {
      const started = startForeignService(command, { JWT_KEY: newPrivateKey('ES256') });
      await expect(started).rejects.toThrow('JWT_KEY takes secrets; for a key pair set JWKS_URL');
    });

    it('reads the cookie that subdomains share, with COOKIE_DOMAIN', async () => {
      const jwtKey = randomBytes(32).toString('base64');
      const context = { keys: parseKeyRing(jwtKey), issuer: 'latchkey', audience: 'latchkey' };
      const ada = { sub: 'ada', sid: 'session', gen: 0, email: 'ada@example.com', roles: [] };
      const jwt = signAccessToken(ada, 60_000, context);
      const service = await startForeignService(command, { JWT_KEY: jwtKey, COOKIE_DOMAIN: 'example.com' });
      const asked = ['__Secure-session', '__Host-session', 'session'].map((name) => cookieWith(name, jwt));
      const said = await Promise.all(asked.map((each) => service.ask(each))).finally(() => service.stop());
      expect(said.map(({ verdict }) => verdict)).toEqual(['ok', 'token_missing', 'token_missing']);
    });

    it(
      'agrees with the library on every test vector',
      async () => {
        const { asked, disagreements } = await judgeVectors(command);
        expect(disagreements).toEqual([]);
        expect(asked).toBeGreaterThan(100);
      },
      TIMEOUT_MS,
    );
  });
}
