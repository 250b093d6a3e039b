import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { errorHandler, followRevocations, type FollowedRevocations } from '@latchkey/common';
import { createFairPlaces, revocationSnapshot, revocationStream } from '@latchkey/common/protocol';
import { listen } from '@latchkey/common/server';
import express, { type Response } from 'express';
import request from 'supertest';
import type { RevocationLog } from '../../../src/revocations/revocation-log';
import { SECOND } from '../../support/clock';
import { readFeed, revokedEvent } from '../../support/event-stream';
import { createTestLog, startPrimary } from '../../support/primary';
import { until } from '../../support/until';

let log: RevocationLog;
let server: Server;
let internalUrl: string;
let followed: FollowedRevocations | undefined;
beforeEach(async () => {
  const primary = startPrimary();
  // As a mongos answers.
  primary.answer = ({ now }) => Promise.resolve({ election: undefined, now });
  log = createTestLog(undefined, primary);
  await log.readAll([]);
  const places = () => createFairPlaces<Response>(10, (res) => res.destroy());
  const app = express()
    .get('/revocations', revocationStream(log, places()))
    .get('/revocations/snapshot', revocationSnapshot(log, places()))
    .use(errorHandler);
  server = await listen(app, 0, '127.0.0.1');
  internalUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  jest.restoreAllMocks();
  await followed?.close();
  followed = undefined;
  server.closeAllConnections();
  server.close();
});

const endSession = (session: string) => log.record({ kind: 'session', session, revokedAt: new Date() });
const untilOf = () => [...log.list.entries()][0]!.until;

describe('a replica whose database tells no election', () => {
  it('sends an as-of without an id', async () => {
    endSession('before');
    const { received } = await readFeed({ internalUrl });
    await until('all is told', () => received().includes('as-of'));
    const asOf = `event: as-of\ndata: ${JSON.stringify({ at: log.asOf(), window: log.window })}\n\n`;
    expect(received()).toBe(revokedEvent('session.before', untilOf()) + asOf);
  });

  it('serves a snapshot without a position, made once for 10 s', async () => {
    endSession('before');
    const asOf = log.asOf();
    const take = async () => {
      const { text } = await request(server).get('/revocations/snapshot').buffer().expect(200);
      return text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    };
    const whole = [{ asOf, window: log.window }, { key: 'session.before', until: untilOf() }, { end: 1 }];
    expect(await take()).toEqual(whole);
    await until('a read is newer', async () => log.readAll([]).then(() => log.asOf() > asOf));
    endSession('after');
    expect(await take()).toEqual(whole);
  });

  it('takes no position', async () => {
    // As of the last read, which begins 30 s before it.
    const from = log.asOf() - 30 * SECOND;
    for (const position of [`undefined.${from}`, `.${from}`, `${'0'.repeat(24)}.${from}`])
      await request(server).get('/revocations').set('Last-Event-ID', position).expect(409);
  });

  it('is followed by what it sends on the stream, again after a cut', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    jest.spyOn(Math, 'random').mockReturnValue(0.01);
    const isEnded = (sid: string) => followed!.isRevoked({ sub: 'ann', gen: 0, sid });
    endSession('before');
    followed = followRevocations({ url: `${internalUrl}/revocations` });
    await followed.ready();
    expect(isEnded('before')).toBe(true);
    expect(followed.status().connected).toBe(true);
    server.closeAllConnections();
    endSession('meanwhile');
    await until('it is told', () => isEnded('meanwhile'));
    expect(warned).toHaveBeenCalledTimes(1);
  });
});
