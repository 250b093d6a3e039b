import { revocations } from '@latchkey/auth/dist/routes/revocations.js';
import express from 'express';
import { serveToParent } from '../../lib/served.js';
import { fillLog } from './filled-log.js';

/** The auth service's feed of Server-Sent Events, on a log that is full. */
const app = express();
app.get('/revocations', revocations(await fillLog(process.env)));
await serveToParent(app);
