import { serveToParent } from '../../lib/served.js';
import { answer, ticketsApp, USER } from '../route.js';

/** The baseline: Express 5 answering a small JSON to anybody. */
await serveToParent(ticketsApp([], (_req, res) => answer(res, USER.id)));
