import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createHistogram, performance, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { completeStatus } from './http.js';

export interface Load {
  readonly port: number;
  /** How many requests are under way at any time: each connection sends its next one when it has its answer. */
  readonly connections: number;
  readonly seconds: number;
  /** How many requests a second to send, evenly; each as soon as there is the last one's answer when it is not given. */
  readonly perSecond?: number;
  /** How long, in ms, the connections are open before the load begins: 0 unless given. */
  readonly idleMs?: number;
  /** The bytes of the next request; undefined ends the load before its time. */
  readonly nextRequest: () => Buffer | undefined;
}

export interface LoadResult {
  readonly requests: number;
  /** Answers whose status was not 2xx. */
  readonly failures: number;
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** How much of one core the load generator itself used: near 1 it, and not the server, was the limit. */
  readonly generatorBusy: number;
}

interface Run extends Load {
  readonly deadline: number;
  readonly latencies: RecordableHistogram;
  readonly statuses: Record<number, number>;
}

/**
 * Sends requests to a server on this machine and measures. It speaks HTTP over plain sockets, because a client
 * library costs more CPU a request than the fastest servers here, and would be what is measured.
 */
export async function load(options: Load): Promise<LoadResult> {
  const sockets = await Promise.all(Array.from({ length: options.connections }, () => open(options.port)));
  await sleep(options.idleMs ?? 0);
  const latencies = createHistogram();
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const run: Run = { ...options, deadline: started + options.seconds * 1000, latencies, statuses: {} };
  await Promise.all(sockets.map((socket) => converse(socket, run)));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    requests: latencies.count,
    failures: latencies.count - countSuccesses(run.statuses),
    statuses: run.statuses,
    seconds,
    p50Ms: latencies.percentile(50) / 1e6,
    p99Ms: latencies.percentile(99) / 1e6,
    generatorBusy: (user + system) / 1e6 / seconds,
  };
}

function countSuccesses(statuses: Readonly<Record<number, number>>): number {
  const successes = Object.entries(statuses).filter(([status]) => status.startsWith('2'));
  return successes.reduce((sum, [, count]) => sum + count, 0);
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  await once(socket, 'connect');
  return socket;
}

/** One connection's requests, one after another, until the time or the requests are over. */
function converse(socket: Socket, run: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let received: Buffer | undefined;
    // By the clock and not from the last answer, so that a slow one makes no less of the load.
    const interval = run.perSecond === undefined ? 0 : (run.connections * 1000) / run.perSecond;
    let due = performance.now() + Math.random() * interval;

    function sendWhenDue() {
      const wait = due - performance.now();
      due += interval;
      if (wait > 0) setTimeout(send, wait);
      else send();
    }

    function send() {
      const request = performance.now() < run.deadline ? run.nextRequest() : undefined;
      if (request === undefined) {
        resolve();
        socket.destroy();
        return;
      }
      sentAt = performance.now();
      socket.write(request);
    }

    function receive(chunk: Buffer) {
      const bytes = received ? Buffer.concat([received, chunk]) : chunk;
      const status = completeStatus(bytes);
      received = status === undefined ? bytes : undefined;
      if (status === undefined) return;
      run.latencies.record(Math.max(1, Math.round((performance.now() - sentAt) * 1e6)));
      run.statuses[status] = (run.statuses[status] ?? 0) + 1;
      sendWhenDue();
    }

    socket.on('data', receive);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed a connection under load')));
    sendWhenDue();
  });
}
