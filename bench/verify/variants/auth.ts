import { randomUUID } from 'node:crypto';
import { createMetrics } from '@latchkey/auth/dist/observability/metrics.js';
import { hashPassword } from '@latchkey/auth/dist/credentials/password/password-hash.js';
import { createInternalApp } from '@latchkey/auth/dist/apps/internal.js';
import { createFollowers } from '@latchkey/common/protocol';
import { serveToParent } from '../../lib/served.js';
import { openServices } from '../../auth/open-services.js';
import { credentialMaker } from '../tokens.js';

/** The internal port of the auth service as it is, on a real database, with somebody who is signed in. */
const { config, services, log } = await openServices();
const metrics = createMetrics({
  isDatabaseUp: () => true,
  hashesWaiting: services.hashes.waiting,
  revocations: services.revocations,
});
const account = await services.hashes.withPlace('bench', (hash) =>
  services.accounts.signUp(
    `${randomUUID()}@example.com`,
    () => hash(() => hashPassword('correct horse battery')),
    () => [],
  ),
);
const { session } = await services.sessions.start(
  account.id,
  account,
  { userAgent: '', ip: '' },
  { amr: ['pwd'], acr: 'aal1' },
);
const token = services.issueAccessToken(account, session);

const followers = createFollowers(config.MAX_FOLLOWERS);
await serveToParent(createInternalApp({ config, isReady: () => true, followers, metrics, services, log }), {
  Cookie: credentialMaker(process.env).asCookie(token),
});
