import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from '@latchkey/tools/dist/ports.js';
import { openDatabase } from '../auth/database.js';
import { startServer } from '../lib/child.js';
import { describeMachine } from '../lib/machine.js';
import { wholeNumber } from '../lib/option-values.js';
import { formatPromises } from '../lib/promises.js';
import { formatSpread, formatTable } from '../lib/table.js';
import { startWorker } from '../lib/worker.js';
import type { DirectOrder, DirectResult } from './direct.js';
import { openForgetting } from './forget-sessions.js';
import { measureFloods } from './flood.js';
import { reportFloods } from './flood-report.js';
import { signUpEverybody } from './sign-up-everybody.js';
import { measureThroughput, type Throughput } from './throughput.js';
import { measureRefusals } from './timing.js';

/**
 * Measures sign-ins: how many a second beside the same work without HTTP, whether a refusal tells who has an account,
 * and what a flood does.
 *
 *     npm run bench:signin [-- --rounds 7 --seconds 2]
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '3' } },
});
const [rounds, seconds] = [
  wholeNumber('rounds', values.rounds, 1),
  wholeNumber('seconds', values.seconds, 1),
];
const FLOOD_FACTOR = 10;
const FLOODS = 3;
// Twice the cores, so that there is always a hash to go on with while the database works for another.
const atOnce = availableParallelism() * 2;

console.log(`bench:signin on ${describeMachine()}`);
const database = await openDatabase(console.log);
const uri = new URL(database.uri);
uri.searchParams.set('monitorCommands', 'true');
const internalPort = await freePort();
const env = {
  ...database.env,
  MONGO_URI: uri.href,
  LOG_LEVEL: 'silent',
  INTERNAL_PORT: String(internalPort),
  // As the service's main does before all else.
  NODE_OPTIONS: `--require=${JSON.stringify(fileURLToPath(import.meta.resolve('@latchkey/auth/dist/credentials/password/hash-threads.js')))}`,
};
const server = await startServer(new URL('../auth/service.js', import.meta.url), env);
const direct = await startWorker<DirectOrder, DirectResult>(new URL('./direct.js', import.meta.url), env);
const { forgetSessions, close } = await openForgetting(uri.href);
try {
  console.log(`database: ${database.kind}; signing people up…`);
  await signUpEverybody(`http://127.0.0.1:${server.port}`);

  console.log(`\nSign-ins a second, ${atOnce} at once, over HTTP and without:`);
  const throughput = await measureThroughput(server.port, direct, {
    rounds,
    seconds,
    atOnce,
    forgetSessions,
  });
  console.log(`\n${report(throughput)}`);

  console.log('\nRefused sign-ins, one at a time, in turn:');
  console.log(await measureRefusals(server.port, 150));

  const capacity = throughput.http.median;
  console.log(`\n${FLOODS} floods of ${FLOOD_FACTOR} times the capacity, each sign-in from another address:`);
  const perSecond = capacity * FLOOD_FACTOR;
  const floods = await measureFloods(server, {
    internalPort,
    rounds: FLOODS,
    perSecond,
    forgetSessions,
  });
  console.log(reportFloods(floods, capacity));
} finally {
  direct.stop();
  server.stop();
  await close();
  await database.stop();
}

function report({ http, direct, ratio }: Throughput): string {
  const table = formatTable(
    ['sign-ins/s', 'median (least to most)'],
    [
      ['over HTTP', formatSpread(http, 0)],
      ['the same hashes and database calls without HTTP', formatSpread(direct, 0)],
    ],
  );
  const what = 'sign-ins/s ÷ the same without HTTP';
  return `${table}\n${formatPromises([{ what, limit: 0.75, limitIs: 'least', measured: ratio, digits: 2 }])}`;
}
