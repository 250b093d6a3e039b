import { parseArgs } from 'node:util';
import { freePort } from '@latchkey/tools/dist/ports.js';
import { addressOf } from '../auth/address-of.js';
import { makeAdmin } from '../auth/admin.js';
import { openDatabase } from '../auth/database.js';
import type { Person } from '../auth/people.js';
import { startServer } from '../lib/child.js';
import { describeMachine } from '../lib/machine.js';
import { wholeNumber } from '../lib/option-values.js';
import { measureInputs, type Measured } from './measure.js';
import { reportInputs } from './report.js';
import { routes } from './routes.js';

/**
 * Measures what the worst inputs cost the event loop of the auth service, at every public route, beside a plain request.
 *
 *     npm run bench:input [-- --rounds 3]
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = wholeNumber('rounds', values.rounds, 1);
const SESSIONS_A_ROUTE = 2;

console.log(`bench:input on ${describeMachine()}`);
const database = await openDatabase(console.log);
const server = await startServer(new URL('../auth/service.js', import.meta.url), {
  ...database.env,
  LOG_LEVEL: 'silent',
  INTERNAL_PORT: String(await freePort()),
  // As many as there may be: what is refused for its number shows nothing of what it costs.
  FAILURES_PER_ACCOUNT: '100/1h',
  FAILURES_PER_SESSION: '100/1h',
});
try {
  const url = `http://127.0.0.1:${server.port}`;
  const signInAdmin = await makeAdmin(database.uri);
  const measured: Measured[] = [];
  for (const [n, route] of routes.entries()) {
    const people: Person[] = [];
    for (let s = 0; s < SESSIONS_A_ROUTE; s++) {
      people.push(await signInAdmin(url, addressOf(n * SESSIONS_A_ROUTE + s)));
    }
    measured.push(...(await measureInputs(server, { route, people }, rounds)));
  }
  console.log(`\n${reportInputs(measured)}`);
} finally {
  server.stop();
  await database.stop();
}
