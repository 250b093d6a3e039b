import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { followRevocations, type FollowedRevocations } from '@latchkey/common';
import { freePorts } from '@latchkey/tools/dist/ports';
import { ban, expectOk, signUp } from '../support/people';
import { program, type Program } from '../support/program';
import { until } from '../support/until';
import { startHouse, type House } from './support/house';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'latchkey-policies-'));
const POLICIES_FILE = join(folder, 'policies.yaml');

let house: House;
let second: Program;
let followed: FollowedRevocations;
beforeAll(async () => {
  jest.spyOn(process, 'emitWarning').mockReturnValue();
  writeFileSync(POLICIES_FILE, 'signed-in: {}');
  house = await startHouse({ signIn: undefined });
  const [port, internalPort] = await freePorts(2);
  // A gate that follows a gate, which follows the auth service.
  second = program('gate/dist/main.js', [port!, internalPort!], {
    JWT_KEY: house.jwtKey,
    POLICIES_FILE,
    REVOCATIONS_URL: `http://127.0.0.1:${house.gate.internalPort}/revocations`,
  });
  await second.start();
  followed = followRevocations({ url: `http://127.0.0.1:${internalPort}/revocations`, onOutage: 'deny' });
  await followed.ready();
});
afterAll(async () => {
  await followed?.close();
  await second?.kill();
  await house?.stop();
  rmSync(folder, { recursive: true });
  jest.restoreAllMocks();
});

const isRevoked = (sub: string) => followed.isRevoked({ sub, sid: 'any', gen: 0 });

it('a ban arrives through two gates', async () => {
  const person = await signUp(house.auth.url);
  expect(isRevoked(person.id)).toBe(false);
  expectOk(await ban(house.auth.url, house.people.admin, person));
  await until(
    () => 'the ban is here',
    () => isRevoked(person.id),
    (isHere) => isHere,
  );
});

it('who follows a gate is cut off when the auth service is gone', async () => {
  await house.auth.kill();
  await until(
    () => 'the list is too old',
    () => {
      try {
        return isRevoked('anybody');
      } catch {
        return 'unavailable';
      }
    },
    (verdict) => verdict === 'unavailable',
  );
  const response = await fetch(`http://127.0.0.1:${second.internalPort}/revocations`);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
  expect(await second.passes('readyz')).toBe(true);
});
