import { currentUser, errorHandler, ready, requireAuth } from '@latchkey/common';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp } from '../route.js';
import { credentialMaker } from '../tokens.js';

/** The library as its users mount it, configured from the environment. */
await ready();
const app = ticketsApp([currentUser, requireAuth], (req, res) => answer(res, req.currentUser?.id ?? ''));
app.use(errorHandler);

await serveToParent(app, { Cookie: await credentialMaker(process.env).cookie() });
