import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureAdmin } from '@latchkey/tools/dist/local/admin-account.js';
import { freePort } from '@latchkey/tools/dist/mongo/port.js';
import { startMongo } from '@latchkey/tools/dist/mongo/index.js';
import { addressOf } from '../auth/address-of.js';
import { openSession, type Person } from '../auth/people.js';
import { startServer } from '../lib/child.js';
import { describeMachine } from '../lib/machine.js';
import { measureInputs, type Measured } from './measure.js';
import { reportInputs } from './report.js';
import { routes } from './routes.js';

/**
 * Measures what the worst inputs cost the event loop of the auth service, at every public route, beside a plain request.
 *
 *     npm run bench:input [-- --rounds 3]
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const SESSIONS_A_ROUTE = 2;

console.log(`bench:input on ${describeMachine()}`);
const mongo = process.env.MONGO_URI ? undefined : await startMongo({ progress: console.log });
const uri = new URL(process.env.MONGO_URI ?? mongo!.uri);
uri.pathname = `/bench-${randomBytes(4).toString('hex')}`;
const secret = () => randomBytes(48).toString('base64url');
const server = await startServer(new URL('../auth/service.js', import.meta.url), {
  JWT_KEY: secret(),
  MONGO_URI: uri.href,
  COOKIE_SECURE: 'false',
  TRUST_PROXY: '1',
  LOG_LEVEL: 'silent',
  INTERNAL_PORT: String(await freePort()),
  // As many as there may be: what is refused for its number shows nothing of what it costs.
  FAILURES_PER_ACCOUNT: '100/1h',
  FAILURES_PER_SESSION: '100/1h',
});
try {
  const admin = { adminEmail: 'admin@example.com', adminPassword: secret() };
  const url = `http://127.0.0.1:${server.port}`;
  await ensureAdmin(uri.href, admin);
  const measured: Measured[] = [];
  for (const [n, route] of routes.entries()) {
    const people: Person[] = [];
    for (let s = 0; s < SESSIONS_A_ROUTE; s++) {
      const address = addressOf(n * SESSIONS_A_ROUTE + s);
      people.push(await openSession(url, 'signin', admin.adminEmail, admin.adminPassword, address));
    }
    measured.push(...(await measureInputs(server, { route, people }, Number(values.rounds))));
  }
  console.log(`\n${reportInputs(measured)}`);
} finally {
  server.stop();
  await mongo?.stop();
}
