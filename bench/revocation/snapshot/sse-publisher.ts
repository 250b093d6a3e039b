import { revocations } from '@latchkey/auth/dist/routes/internal/revocations.js';
import { createFairPlaces } from '@latchkey/common/protocol';
import express, { type Response } from 'express';
import { serveToParent } from '../../lib/served.js';
import { fillLog } from './filled-log.js';

/** The auth service's feed of Server-Sent Events, on a log that is full. */
const app = express();
const followers = createFairPlaces<Response>(1000, (res) => res.destroy());
app.get('/revocations', revocations(await fillLog(process.env), followers));
await serveToParent(app);
