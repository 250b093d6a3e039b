import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPECTED, openHouse, setups, type House } from '../dist/interop/house';
import { startForeignService } from '../dist/interop/foreign-service';
import { judgeLive } from '../dist/interop/judge-live';
import { PROGRAMS, type Command } from '../dist/interop/programs';
import { judgeVectors } from '../dist/interop/vectors';
import { newPrivateKey } from '../dist/new-keys';
import { startMongo, type RunningMongo } from '../dist/mongo';

/** The packages of a language are fetched for a build. */
const PATIENCE_MS = 5 * 60_000;

const SETUPS = setups();
const houses = new Map<string, House>();
let mongo: RunningMongo;

beforeAll(async () => {
  mongo = await startMongo();
  for (const setup of SETUPS) houses.set(setup.name, await openHouse(setup, mongo.uri));
}, PATIENCE_MS);
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
    }, PATIENCE_MS);

    it.each(SETUPS)("lets in by the auth service's tokens, and by no others: $name", async (setup) => {
      expect(await judgeLive(command, houses.get(setup.name)!)).toEqual(EXPECTED);
    });

    it('does not take a private key for a secret', async () => {
      const started = startForeignService(command, { JWT_KEY: newPrivateKey('ES256') });
      await expect(started).rejects.toThrow('JWT_KEY takes secrets; for a key pair set JWKS_URL');
    });

    it(
      'agrees with the library on every test vector',
      async () => {
        const { asked, disagreements } = await judgeVectors(command);
        expect(disagreements).toEqual([]);
        expect(asked).toBeGreaterThan(100);
      },
      PATIENCE_MS,
    );
  });
}
