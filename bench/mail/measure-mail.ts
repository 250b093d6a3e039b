import { randomBytes } from 'node:crypto';
import { addressOf } from '../auth/address-of.js';
import type { MailHouse } from './mail-house.js';

const AT_ONCE = 5;

/**
 * Asks for links, one after the other and each for another account, since one account gets only a few an hour.
 * @param waiting how many other mails wait when each is asked for
 * @returns for each, the milliseconds from the answer to the end of DATA at the mail server; below 0 is before the answer
 */
export async function measureMail(house: MailHouse, count: number, waiting: number): Promise<number[]> {
  const emails = Array.from({ length: count }, () => `person-${randomBytes(8).toString('hex')}@example.com`);
  for (let turn = 0; turn < count; turn += AT_ONCE)
    await Promise.all(emails.slice(turn, turn + AT_ONCE).map((email, n) => house.signUp(email, turn + n)));
  const delays: number[] = [];
  for (const [turn, email] of emails.entries()) {
    if (waiting > 0) await house.backlog.fill(waiting);
    const arrival = house.arrivalOf(email);
    const answeredAt = await askForLink(house.authUrl, email, addressOf(turn));
    delays.push((await arrival) - answeredAt);
  }
  return delays;
}

async function askForLink(authUrl: string, email: string, address: string): Promise<number> {
  const answer = await fetch(`${authUrl}/api/users/password/forgot`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
    body: JSON.stringify({ email }),
  });
  const answeredAt = performance.now();
  const body = await answer.text();
  if (answer.status !== 202) throw new Error(`forgot answered ${answer.status}: ${body}`);
  return answeredAt;
}
