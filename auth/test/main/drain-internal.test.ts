import { get } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openRaw, type RawConnection } from '../support/raw-connection';
import { endSpawned, startAuthProcess, untilStatus, type AuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only';

/** A request that takes so long is cut where none is waited for, and far from the 2 s that it gets. */
const A_WHILE = 300;
const BODY = 'token=none';
/** Its body is still to come. */
const HEAD = [
  'POST /introspect HTTP/1.1',
  'Host: 127.0.0.1',
  `Authorization: Bearer ${INTERNAL_TOKEN}`,
  'Content-Type: application/x-www-form-urlencoded',
  `Content-Length: ${BODY.length}`,
  'Expect: 100-continue',
  '\r\n',
].join('\r\n');

afterEach(endSpawned);

async function beginToAsk({ internalPort }: AuthProcess): Promise<RawConnection> {
  const connection = await openRaw(internalPort, HEAD);
  await until('the request has arrived', () => connection.received().includes('100 Continue'));
  return connection;
}

describe('SIGTERM while a service asks', () => {
  it('answers what is in flight on the internal port when the public one has ended', async () => {
    const auth = await startAuthProcess({ INTERNAL_TOKEN });
    const asking = await beginToAsk(auth);
    auth.child.kill('SIGTERM');
    await until('the internal port takes no more', () =>
      auth
        .internal()
        .get('/healthz')
        .then(
          () => false,
          () => true,
        ),
    );
    await sleep(A_WHILE);
    asking.socket.write(BODY);
    await asking.ended;
    expect(asking.received()).toMatch(/\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\{"active":false\}$/);
    expect(await auth.exited).toEqual({ code: 0, signal: null });
  });

  it('does not wait for ever for a body that does not come, or for a stream that is not read', async () => {
    const auth = await startAuthProcess({ INTERNAL_TOKEN });
    const asking = await beginToAsk(auth);
    const stream = get({ port: auth.internalPort, path: '/revocations', agent: false });
    const [answer] = (await once(stream, 'response')) as [NodeJS.ReadableStream];
    answer.pause().on('error', () => undefined);
    auth.child.kill('SIGTERM');
    await untilStatus(auth, '/readyz', 503);
    await asking.ended;
    expect(await auth.exited).toEqual({ code: 0, signal: null });
  });
});
