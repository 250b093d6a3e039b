import { errorHandler, requireActive } from '@latchkey/common';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp } from '../../verify/route.js';

/** The baseline: a service that asks the auth service about the token of each request (RFC 7662). */
const app = ticketsApp([requireActive], (req, res) => answer(res, req.currentUser!.id));
app.use(errorHandler);
await serveToParent(app);
