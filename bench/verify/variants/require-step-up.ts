import { currentUser, errorHandler, ready, requireStepUp } from '@latchkey/common';
import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp } from '../route.js';
import { allClaims, credentialMaker } from '../tokens.js';

/** A route that asks for a second factor, proven lately: for as long as this bench can take. */
await ready();
const fresh = requireStepUp({ maxAge: '1h', acr: 'aal2' });
const app = ticketsApp([currentUser, fresh], (req, res) => answer(res, req.currentUser?.id ?? ''));
app.use(errorHandler);

await serveToParent(app, { Cookie: await credentialMaker(process.env).cookie(undefined, allClaims()) });
