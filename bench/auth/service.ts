import type { RequestListener } from 'node:http';
import { createApp } from '@latchkey/auth/dist/apps/public.js';
import { createMetrics } from '@latchkey/auth/dist/observability/metrics.js';
import { createInternalApp } from '@latchkey/auth/dist/apps/internal.js';
import { createFollowers } from '@latchkey/common/protocol';
import { listen } from '@latchkey/common/server';
import { serveToParent } from '../lib/served.js';
import { countCommands } from './commands.js';
import { openServices } from './open-services.js';

/** The auth service as it is, over HTTP, in a process of its own. MongoDB's commands are counted from a POST to /commands to a GET of it. */
const { config, connection, services, log } = await openServices();
const metrics = createMetrics({
  isDatabaseUp: () => true,
  hashesWaiting: services.hashes.waiting,
  revocations: services.revocations,
});
const commands = countCommands(connection);
const publicApp = commands.counting(createApp({ config, services, log, metrics }));
const followers = createFollowers(config.MAX_FOLLOWERS);
const internalApp = createInternalApp({ config, services, log, metrics, followers, isReady: () => true });
await listen(internalApp, config.INTERNAL_PORT, '127.0.0.1', { maxConnections: config.MAX_CONNECTIONS });

const listener: RequestListener = (req, res) => {
  if (req.url !== '/commands') return publicApp(req, res);
  if (req.method !== 'POST') return res.end(JSON.stringify(commands.take()));
  commands.start();
  res.end();
};
await serveToParent(listener);
