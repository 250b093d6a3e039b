import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Listening } from '../../support/listening';
import { ban, expectOk, signUp } from '../../support/people';
import { until } from '../../support/until';
import { carriesFaithfully } from './answers';
import { ask, type Answer, type Ask } from './ask';
import { FAULTS, standIn, type Fault } from './faults';
import { gateCheck } from './gate-check';
import { startHouse, type House } from './house';
import { sendsPeopleToSignIn } from './navigations';
import { credentialsOf, type Credentials } from './people';
import type { ProxyUnderTest } from './proxy';
import { situations, type Situation, type SituationName } from './situations';
import { verdictOf } from './verdict';
import { withstandsAttacks } from './withstand';

jest.setTimeout(120_000);

/** A proxy that runs in its house. */
export interface Standing {
  readonly house: House;
  /** Asks as somebody. */
  readonly ask: (asked: Ask, credentials?: Credentials, by?: Situation['by']) => Promise<Answer>;
}

/** Describes what a proxy in front of the gate does, and a service on the library as well. */
export function behavesAsAGate(proxy: ProxyUnderTest): void {
  let house: House;
  let running: Listening;

  beforeAll(async () => {
    house = await startHouse(proxy);
    running = await proxy.start(house.ports, house);
  });
  beforeEach(() => void house.reports.seen.splice(0));
  afterAll(async () => {
    await running?.stop();
    await house?.stop();
  });

  const standing = (): Standing => ({
    house,
    ask: (asked, credentials, by) => ask(house.ports.proxy, withCredentials(asked, credentials, by)),
  });

  const names = Object.keys(situations) as SituationName[];
  it.each(names)('%s', async (name) => {
    const { who, ask: asked, verdict, by }: Situation = situations[name];
    const answer = await standing().ask(asked, house.people.credentials[who], by);
    expect(verdictOf(answer, house)).toBe(proxy.verdicts?.[name] ?? verdict);
  });

  const { closedWith } = proxy;
  carriesFaithfully(standing, closedWith !== undefined);
  if (proxy.signIn !== undefined) sendsPeopleToSignIn(standing);
  it('refuses at once who is banned', () => refusesTheBanned(standing()));
  it('decides for a hundred at once, each for themselves', () => decidesForManyAtOnce(standing()));
  if (closedWith) {
    withstandsAttacks(standing);
    it('has nothing open that gate check knows of', async () => expect(await gateCheck(house)).toEqual([]));
    it.each(Object.keys(FAULTS) as Fault[])('is closed while the gate is wrong: %s', (fault) =>
      isClosedWhile(standing(), fault, closedWith[fault]),
    );
  }
  // The last one: nothing starts them again.
  describe('while the auth service and the database are stopped', () => {
    beforeAll(async () => {
      await house.auth.kill();
      await house.database.kill();
    });
    it('decides as before', () => decidesAlone(standing()));
  });
}

function withCredentials(asked: Ask, { cookie, token }: Credentials = NOBODY, by?: Situation['by']): Ask {
  const own = by === 'bearer' ? { Authorization: `Bearer ${token}` } : cookie !== '' && { Cookie: cookie };
  return { ...asked, headers: { ...own, ...asked.headers } };
}

const NOBODY: Credentials = { cookie: '', token: '' };

async function refusesTheBanned({ house, ask }: Standing): Promise<void> {
  const { url } = house.auth;
  const banned = await signUp(url);
  const knock = async () => (await ask({ path: '/app/x' }, credentialsOf(banned))).status;
  expect(await knock()).toBe(200);
  expectOk(await ban(url, house.people.admin, banned));
  await until(
    () => 'who is banned is refused',
    knock,
    (status) => status === 401,
  );
}

async function decidesForManyAtOnce({ house, ask }: Standing): Promise<void> {
  const { credentials } = house.people;
  const kinds = [
    ['plain', '/app/x', 'in as plain'],
    ['staff', '/app/x', 'in as staff'],
    ['staff', '/reports/x', 'in as staff'],
    ['plain', '/reports/x', '403'],
    ['nobody', '/app/x', '401'],
  ] as const;
  const asked = Array.from({ length: 100 }, (_, index) => kinds[index % kinds.length]!);
  const verdicts = asked.map(async ([who, path]) => verdictOf(await ask({ path }, credentials[who]), house));
  expect(await Promise.all(verdicts)).toEqual(asked.map(([, , verdict]) => verdict));
}

async function isClosedWhile({ house, ask }: Standing, fault: Fault, status: number): Promise<void> {
  const { credentials } = house.people;
  const statusFor = async (path: string) => (await ask({ path }, credentials.staff)).status;
  await house.gate.stop();
  const end = await standIn(fault, house.ports.gate);
  try {
    // Both at once: Traefik waits 30 seconds for an answer.
    expect(await Promise.all(['/reports/x', '/guest/x'].map(statusFor))).toEqual([status, status]);
    expect(house.reports.seen).toEqual([]);
    // What is not asked about does not need the gate.
    expect(await statusFor('/public/x')).toBe(200);
  } finally {
    await end();
    await house.gate.start();
  }
  await until(
    () => 'it lets people in again',
    () => statusFor('/reports/x'),
    (seen) => seen === 200,
  );
}

async function decidesAlone({ house, ask }: Standing): Promise<void> {
  const { credentials } = house.people;
  const verdict = async (path: string, who: Credentials) => verdictOf(await ask({ path }, who), house);
  expect(await verdict('/reports/x', credentials.staff)).toBe('in as staff');
  expect(await verdict('/reports/x', credentials.plain)).toBe('403');
  expect(await verdict('/app/x', credentials.expired)).toBe('401');
}
