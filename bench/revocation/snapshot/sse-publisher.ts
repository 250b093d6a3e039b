import { errorHandler } from '@latchkey/common';
import { createFairPlaces, revocationSnapshot, revocationStream } from '@latchkey/common/protocol';
import express, { type Response } from 'express';
import { serveToParent } from '../../lib/served.js';
import { fillLog } from './filled-log.js';

/** The auth service's feed over HTTP, on a log that is full. */
const app = express();
const places = () => createFairPlaces<Response>(1000, (res) => res.destroy());
const log = await fillLog(process.env);
app.get('/revocations', revocationStream(log, places()));
app.get('/revocations/snapshot', revocationSnapshot(log, places()));
app.use(errorHandler);
await serveToParent(app);
