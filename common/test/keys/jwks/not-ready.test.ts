import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { parseKeyRing } from '../../../src/keys/key-ring';
import { followJwks, type FollowedKeys } from '../../../src/index';
import { startFeed, type FeedServer } from '../../support/feed-server';
import { json, jwksOf, silent } from '../../support/jwks-server';
import { ec, tokenBy } from '../../support/key-pairs';
import { expectProblem } from '../../support/problems';
import { ticketService } from '../../support/service';
import { asBearer } from '../../support/tokens';
import { until } from '../../support/until';

const PAIR = ec();

const JSON_OF_PAIR = { keys: parseKeyRing(PAIR.privatePem).publicJwks };

let server: FeedServer;
let keys: FollowedKeys;
const warnings: string[] = [];

beforeEach(async () => {
  warnings.length = 0;
  jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
  server = await startFeed();
});
afterEach(async () => {
  await keys.close();
  await server.stop();
  jest.restoreAllMocks();
});

function follow(answer: RequestListener): void {
  server.answer = answer;
  keys = followJwks({ url: server.url });
}

const ask = () =>
  request(ticketService({ jwtKey: undefined, remoteKeys: keys }).app)
    .get('/tickets')
    .set('Authorization', asBearer(tokenBy(PAIR.privatePem)));

describe('before there are keys', () => {
  const badAnswers = {
    'an error': json({ keys: [] }, 500),
    'no JSON': ((_req, res) => void res.end('<html>')) as RequestListener,
    'no key': json({ keys: [] }),
    'only a secret': json({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'x', alg: 'HS256' }] }),
    'only a weak key': jwks1024(),
    'no list': json({ keys: { kty: 'EC' } }),
    'more than any auth service has': json({ ...JSON_OF_PAIR, padding: 'x'.repeat(70_000) }),
    'a redirect': ((_req, res) => void res.writeHead(302, { Location: '/x' }).end()) as RequestListener,
  };
  it.each(Object.entries(badAnswers))(
    'it is not ready with %s, says so, and lets nobody in',
    async (_what, answer) => {
      follow(answer);
      let isReady = false;
      const ready = keys.ready().then(() => (isReady = true));
      await until('it says so', () => warnings.length > 0);
      expect(warnings[0]).toMatch(/^JWKS_URL cannot be read \(.+\): there are no keys yet, .* NOT READY/);
      expectProblem(await ask(), 503, 'unavailable');
      expect(isReady).toBe(false);

      server.answer = jwksOf(PAIR.privatePem);
      await ready;
      await ask().expect(200);
      expect(warnings).toHaveLength(1);
    },
  );

  it('leaves out what it cannot use, and takes the rest', async () => {
    const { publicJwks } = parseKeyRing(PAIR.privatePem);
    follow(json({ keys: [null, 1, {}, { kty: 'OKP', crv: 'Ed25519', x: 'x' }, ...publicJwks] }));
    await keys.ready();
    await ask().expect(200);
  });

  it('ends when it is closed, while somebody waits', async () => {
    follow(silent);
    const ready = keys.ready();
    await keys.close();
    await ready;
    expect(warnings).toEqual([]);
  });
});

function jwks1024() {
  return json({
    keys: [{ kty: 'RSA', e: 'AQAB', n: Buffer.alloc(128, 0xff).toString('base64url'), kid: 'weak' }],
  });
}
