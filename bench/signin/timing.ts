import { addressOf } from '../auth/address-of.js';
import { performance } from 'node:perf_hooks';
import { formatTable } from '../lib/table.js';
import { emailOf } from './people.js';

const PERCENTILES = [5, 25, 50, 75, 95];

/** How long a refusal takes for a wrong password and for an email that nobody has, in turn, one at a time. */
export async function measureRefusals(port: number, count: number): Promise<string> {
  const wrongPassword: number[] = [];
  const unknownEmail: number[] = [];
  for (let i = 0; i < count; i++) {
    const asKnown = async () => wrongPassword.push(await timeRefusal(port, emailOf(i), 2 * i));
    const asUnknown = async () =>
      unknownEmail.push(await timeRefusal(port, `nobody-${i}@example.com`, 2 * i + 1));
    // Neither kind always comes first, and each request counts for an address of its own.
    for (const ask of i % 2 === 0 ? [asKnown, asUnknown] : [asUnknown, asKnown]) await ask();
  }
  const table = formatTable(
    ['ms', ...PERCENTILES.map((percentile) => `p${percentile}`)],
    [row('wrong password', wrongPassword), row('unknown email', unknownEmail)],
  );
  const chance = (chanceOfMore(unknownEmail, wrongPassword) * 100).toFixed(1);
  return `${table}\nAn unknown email takes longer than a wrong password in ${chance} % of pairs; 50 % tells nothing.`;
}

async function timeRefusal(port: number, email: string, turn: number): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/api/users/signin`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': addressOf(turn + 1_000_000) },
    body: JSON.stringify({ email, password: 'certainly not this one' }),
  });
  const { code } = (await answer.json()) as { code: string };
  if (code !== 'invalid_credentials') throw new Error(`expected invalid_credentials, got ${code}`);
  return performance.now() - started;
}

function row(name: string, values: number[]): string[] {
  const sorted = values.toSorted((a, b) => a - b);
  return [
    name,
    ...PERCENTILES.map((percentile) => sorted[Math.floor((percentile / 100) * sorted.length)]!.toFixed(2)),
  ];
}

/** The chance that a value of the first kind is above one of the second. */
function chanceOfMore(first: number[], second: number[]): number {
  const above = first.reduce((sum, value) => sum + second.filter((other) => value > other).length, 0);
  return above / (first.length * second.length);
}
