import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatNumber } from '../lib/table.js';
import { addressOf, emailOf, PASSWORD } from './people.js';

const PROBE_MS = 50;

/**
 * Sends sign-ins at a multiple of what the service can do, whether it answers or not, while others ask who they are.
 * @param perSecond sign-ins sent a second
 * @param memory reads the service's resident memory in bytes
 */
export async function flood(
  port: number,
  { perSecond, seconds, memory }: { perSecond: number; seconds: number; memory: () => Promise<number> },
): Promise<string> {
  const answers = new Map<string, number>();
  const others: number[] = [];
  const before = await memory();
  let most = before;
  const pending: Promise<void>[] = [];
  const started = performance.now();
  let sent = 0;
  let probes = 0;
  while (performance.now() - started < seconds * 1000) {
    const elapsed = performance.now() - started;
    for (; sent < (elapsed / 1000) * perSecond; sent++) pending.push(signIn(port, sent, answers));
    if (elapsed > probes * PROBE_MS) {
      probes += 1;
      pending.push(askWho(port, others));
      if (probes % 10 === 0) most = Math.max(most, await memory());
    }
    await sleep(2);
  }
  await Promise.all(pending);
  const sorted = others.toSorted((a, b) => a - b);
  const kinds = [...answers].toSorted().map(([kind, count]) => `${kind}: ${formatNumber(count)}`);
  return [
    `${formatNumber(sent)} sign-ins in ${seconds} s (${formatNumber(perSecond)} a second): ${kinds.join(', ')}`,
    `currentuser meanwhile: ${others.length} answered, p50 ${at(sorted, 0.5)} ms, p99 ${at(sorted, 0.99)} ms`,
    `memory: ${megabytes(before)} before, ${megabytes(most)} at most, ${megabytes(await memory())} after`,
  ].join('\n');
}

async function signIn(port: number, turn: number, answers: Map<string, number>): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/users/signin`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': addressOf(turn + 2_000_000) },
    body: JSON.stringify({ email: emailOf(turn), password: PASSWORD }),
  });
  await answer.arrayBuffer();
  const retry = answer.headers.get('retry-after');
  const kind = `${answer.status}${retry === null ? '' : ' with Retry-After'}`;
  answers.set(kind, (answers.get(kind) ?? 0) + 1);
}

async function askWho(port: number, latencies: number[]): Promise<void> {
  const started = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/api/users/currentuser`);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`currentuser answered ${answer.status}`);
  latencies.push(performance.now() - started);
}

const at = (sorted: number[], part: number) => formatNumber(sorted[Math.floor(part * sorted.length)] ?? 0, 1);
const megabytes = (bytes: number) => `${formatNumber(bytes / 2 ** 20)} MiB`;
