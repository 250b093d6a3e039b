import { createApp } from '@latchkey/auth/dist/app.js';
import { createMetrics } from '@latchkey/auth/dist/http/metrics.js';
import { serveToParent } from '../lib/served.js';
import { openServices } from './open-services.js';

/** The auth service as it is, over HTTP, in a process of its own. */
const { config, services, log } = await openServices();
const metrics = createMetrics({
  isDatabaseUp: () => true,
  hashesWaiting: services.hashes.waiting,
  revocations: services.revocations,
});
await serveToParent(createApp({ config, services, log, metrics }));
