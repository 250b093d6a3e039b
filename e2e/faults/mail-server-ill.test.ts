import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createDeliveriesStore } from '../../auth/src/events/deliveries-store';
import { refusal, type ReceivedMail } from '../../auth/test/support/mail-server';
import { notices } from '../../auth/test/support/mail-worker';
import { startMailing, type Mailing } from '../support/mailing';
import type { Program } from '../support/program';

jest.setTimeout(600_000);

const COUNT = process.env.FULL ? 1000 : 200;
/** Each hang takes its time, and a replica has twenty connections. */
const TIMEOUT_MS = COUNT * 500;
/** How many connections are never greeted. */
const NOT_GREETED = COUNT / 50;
const FOREVER = new Promise<never>(() => undefined);

/** What the mail server does with the nth mail when it comes first. */
function fateOf(n: number): 'later' | 'never' | 'taken and hangs' | 'hangs' | 'taken' {
  if (n % 10 === 1) return 'later';
  if (n % 20 === 2) return 'never';
  if (n % 50 === 3) return 'taken and hangs';
  if (n % 50 === 4) return 'hangs';
  return 'taken';
}
const all = Array.from({ length: COUNT }, (_each, n) => n);
const those = (...fates: ReturnType<typeof fateOf>[]) => all.filter((n) => fates.includes(fateOf(n)));

describe(`two replicas that send ${COUNT} mails by a server that is slow, refuses and hangs`, () => {
  let mailing: Mailing;
  let replicas: Program[];
  /** The ids of the mails that were taken, by number. */
  const taken = new Map<number, string[]>();
  const tries = new Map<number, number>();
  let connections = 0;

  beforeAll(async () => {
    mailing = await startMailing({
      onConnect(_session, callback) {
        connections += 1;
        if (connections % 10 !== 0 || connections > 10 * NOT_GREETED) callback();
      },
    });
    mailing.server.behave(behave);
    await createDeliveriesStore(mailing.documents).insert(notices(COUNT));
    replicas = [await newReplica(), await newReplica()];
    await Promise.all(replicas.map((replica) => replica.start()));
    await mailing.untilSettled(TIMEOUT_MS);
  });
  afterAll(() => mailing?.stop());

  const newReplica = () => mailing.newReplica({ MAX_MAIL_CONNECTIONS: '20' });

  async function behave({ to, raw }: ReceivedMail): Promise<void> {
    const n = Number(/^to-(\d+)@example\.com$/.exec(to.join())![1]);
    const attempt = (tries.get(n) ?? 0) + 1;
    tries.set(n, attempt);
    await sleep(10);
    const fate = fateOf(n);
    if (fate === 'never') throw refusal(550);
    if (fate === 'later' && attempt === 1) throw refusal(451);
    if (fate === 'hangs' && attempt === 1) await FOREVER;
    taken.set(n, [...(taken.get(n) ?? []), /^Message-ID: (.+)$/m.exec(raw)![1]!.trim()]);
    if (fate === 'taken and hangs' && attempt === 1) await FOREVER;
  }

  /** The sum over both replicas of a metric, whatever its labels. */
  async function metric(name: string): Promise<number> {
    const texts = await Promise.all(
      replicas.map(async ({ internalPort }) =>
        (await fetch(`http://127.0.0.1:${internalPort}/metrics`)).text(),
      ),
    );
    const found = [...texts.join('\n').matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, 'gm'))];
    return found.reduce((sum, [, value]) => sum + Number(value), 0);
  }

  it('lose none, and send each once but for those of which they heard nothing', () => {
    const copies = (numbers: number[]) => new Set(numbers.map((n) => taken.get(n)?.length ?? 0));
    expect(copies(those('taken', 'later', 'hangs'))).toEqual(new Set([1]));
    expect(copies(those('taken and hangs'))).toEqual(new Set([2]));
    for (const n of those('taken and hangs')) expect(new Set(taken.get(n)).size).toBe(1);
  });

  it('try no more what is refused for good, and tell of it', async () => {
    const refused = those('never');
    expect(refused.map((n) => [tries.get(n), taken.get(n)])).toEqual(refused.map(() => [1, undefined]));
    const lines = replicas
      .flatMap((replica) => replica.logLines())
      .filter(({ msg }) => msg === 'a mail was given up');
    expect(lines.map(({ delivery, reason }) => `${String(delivery)} ${String(reason)}`).toSorted()).toEqual(
      refused.map((n) => `mail:${n} refused`).toSorted(),
    );
    expect(await metric('latchkey_mails_dropped_total')).toBe(refused.length);
  });

  it('count what was sent and what was tried again', async () => {
    expect(await metric('latchkey_mails_sent_total')).toBe(COUNT - those('never').length);
    const repeated = those('later', 'hangs', 'taken and hangs').length + NOT_GREETED;
    expect(await metric('latchkey_mail_failures_total')).toBe(repeated);
  });

  it('keep no address, in their logs or in the database', async () => {
    const lines = replicas.flatMap((replica) => replica.logLines());
    expect(JSON.stringify(lines)).not.toContain('@example.com');
    const deliveries = await mailing.documents.collection('deliveries').find().toArray();
    expect(JSON.stringify(deliveries)).not.toContain('@example.com');
  });
});
