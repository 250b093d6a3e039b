import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readMail } from '../../auth/test/support/mail-server';
import {
  banning,
  change,
  forget,
  mailedToken,
  NEXT_PASSWORD,
  reset,
  resetBy,
  type Answers,
  type Flow,
} from '../support/killed-flows';
import { startMailing, type Mailing } from '../support/mailing';
import { PASSWORD, send, signUp, signUpAdmin, type Person } from '../support/people';
import type { Program } from '../support/program';
import { randomFrom } from '../support/random';
import { until } from '../support/until';

jest.setTimeout(900_000);

/** SEED=… repeats the points of a run. */
const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
const MAX_DELAY_MS = 40;
/** So that a kill can come while the mail server has a mail and has not said so. */
const TAKING_MS = 20;
const FLOWS = [reset, change, banning];

interface Killed {
  readonly flow: Flow;
  readonly person: Person;
  readonly answers: Answers;
  /** Where it was killed. */
  readonly point: string;
}

const random = randomFrom(SEED);
/** Each moment of each flow once; with FULL=1 twenty points of each flow. */
const points = FLOWS.flatMap((flow) =>
  Array.from({ length: process.env.FULL ? 20 : flow.moments.length }, (_each, n) => ({
    flow,
    moment: flow.moments[n % flow.moments.length]!,
    delay: Math.floor(random() * MAX_DELAY_MS),
  })),
);

describe(`the only auth service, killed at ${points.length} points (SEED=${SEED})`, () => {
  let mailing: Mailing;
  let auth: Program;
  let admin: Person;
  const killed: Killed[] = [];
  /** How often a delivery was being sent at a kill. */
  const cutOff = new Map<string, number>();

  beforeAll(async () => {
    mailing = await startMailing();
    auth = await mailing.newReplica();
    await auth.start();
    admin = await signUpAdmin(auth.url, `${mailing.mongoUri}auth`);
    for (const point of points) killed.push(await killAt(point));
    await finish();
    await mailing.untilSettled();
  });
  afterAll(() => mailing?.stop());

  /** Lets a person begin, kills the service at the moment or soon after, and starts it again. */
  async function killAt({ flow, moment, delay }: (typeof points)[number]): Promise<Killed> {
    const person = await signUp(auth.url);
    let killing: Promise<void> | undefined;
    let isOver = false;
    const kill = async () => {
      await sleep(delay);
      await auth.kill();
      isOver = true;
    };
    const reached = (now: string) => {
      if (now === moment) killing ??= kill();
    };
    let taken = 0;
    mailing.server.behave(async ({ to }) => {
      if (to.includes(person.email)) reached(`mail ${++taken} is taken`);
      await sleep(TAKING_MS);
    });
    const life = { url: auth.url, admin, server: mailing.server, isOver: () => isOver, reached };
    const answers = await flow.run(life, person);
    await until(
      () => `${flow.name} reaches: ${moment}`,
      () => isOver,
      Boolean,
    );
    for (const id of await mailing.endLeases()) cutOff.set(id, (cutOff.get(id) ?? 0) + 1);
    await auth.start();
    return { flow, person, answers, point: `${flow.name}: ${moment} + ${delay} ms` };
  }

  /** Uses the links that were promised and not used yet. */
  async function finish(): Promise<void> {
    for (const { flow, person, answers } of killed) {
      if (flow !== reset || answers.forgot !== 202 || answers.isResetAsked !== undefined) continue;
      const { email } = person;
      await until(
        () => `the link arrives that ${email} was promised`,
        () => mailing.server.mails.some(({ to }) => to.includes(email)),
        Boolean,
      );
      answers.reset = (await resetBy(auth.url, await mailedToken(mailing.server, email))).status;
      expect(answers.reset).toBe(200);
    }
  }

  const those = (flow: Flow) => killed.filter((each) => each.flow === flow);
  const signsInWith = async ({ email }: Person, password: string) =>
    (await send('POST', `${auth.url}/api/users/signin`, undefined, { email, password })).status === 200;
  const eventsOf = ({ id }: Person, type: string) =>
    mailing.documents.collection('events').countDocuments({ account: id, type });
  /** How many different mails with a subject arrived. */
  async function mailsTo({ email }: Person, subject: string): Promise<number> {
    const mails = mailing.server.mails.filter(({ to }) => to.includes(email));
    const read = await Promise.all(mails.map(readMail));
    return new Set(read.filter((mail) => mail.subject === subject).map(({ messageId }) => messageId)).size;
  }

  /** What is true of a change of password, whatever was answered. */
  async function expectWhole(
    { person, point }: Killed,
    answer: number | undefined,
    type: string,
    subject: string,
  ) {
    const has = {
      next: await signsInWith(person, NEXT_PASSWORD),
      former: await signsInWith(person, PASSWORD),
      events: await eventsOf(person, type),
      notices: await mailsTo(person, subject),
    };
    const happened = { next: true, former: false, events: 1, notices: 1 };
    const not = { next: false, former: true, events: 0, notices: 0 };
    expect({ point, answer, ...has }).toEqual({
      point,
      answer,
      ...(has.next || answer === 200 ? happened : not),
    });
  }

  it('sends each link that it has promised', async () => {
    for (const { person, answers, point } of those(reset)) {
      const links = await mailsTo(person, 'Choose a new password for Latchkey');
      const expected = answers.forgot === 202 ? [1] : [0, 1];
      expect({ point, links, isGood: expected.includes(links) }).toEqual({ point, links, isGood: true });
    }
  });

  it('has reset a password with its event and its notice, or not at all', async () => {
    for (const each of those(reset))
      await expectWhole(each, each.answers.reset, 'password_reset', 'Your password for Latchkey was reset');
  });

  it('has changed a password with its event and its notice, or not at all', async () => {
    for (const each of those(change))
      await expectWhole(
        each,
        each.answers.changed,
        'password_changed',
        'Your password for Latchkey has changed',
      );
  });

  it('has banned with an event, or not at all', async () => {
    for (const { person, answers, point } of those(banning)) {
      const isIn = await signsInWith(person, PASSWORD);
      const has = { point, isIn, events: await eventsOf(person, 'banned') };
      const isBanned = answers.banned === 200 || !isIn;
      expect(has).toEqual({ point, isIn: !isBanned, events: isBanned ? 1 : 0 });
    }
  });

  it('has sent each mail once, but for those that were being sent', async () => {
    const copies = new Map<string, number>();
    for (const mail of mailing.server.mails) {
      const id = /^<(.+)@app\.example\.com>$/.exec((await readMail(mail)).messageId!)![1]!;
      copies.set(id, (copies.get(id) ?? 0) + 1);
    }
    for (const [id, count] of copies)
      expect(count).toBeLessThanOrEqual(1 + (cutOff.get(id.replaceAll('.', ':')) ?? 0));
  });

  it('serves people after all of it', async () => {
    const person = await signUp(auth.url);
    expect((await forget(auth.url, person.email)).status).toBe(202);
    await mailing.untilSettled();
    expect(await mailsTo(person, 'Choose a new password for Latchkey')).toBe(1);
  });
});
