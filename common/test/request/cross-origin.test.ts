import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { forwardSession } from '../../src/client';
import { isUnsafeCrossOrigin } from '../../src/index';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, token } from '../support/tokens';

const HOST = 'tickets.example.com';

const origins = {
  absent: undefined,
  'same host': `https://${HOST}`,
  'other port': `https://${HOST}:8443`,
  other: 'https://evil.example',
  null: 'null',
  trusted: 'https://app.example.org',
};

/** Whether a POST with a cookie is read: a row for each Sec-Fetch-Site, a column for each Origin, as above. */
const reads = {
  absent: '        yes     yes        no          no     no    yes    ',
  'same-origin': ' yes     yes        yes         yes    yes   yes    ',
  none: '          yes     yes        yes         yes    yes   yes    ',
  'same-site': '   no      no         no          no     no    yes    ',
  'cross-site': '  no      no         no          no     no    yes    ',
};

const combinations = Object.entries(reads).flatMap(([site, row]) =>
  Object.entries(origins).map(([name, origin], column) => ({
    site,
    name,
    read: row.trim().split(/ +/)[column] === 'yes',
    headers: {
      Host: HOST,
      ...(site !== 'absent' && { 'Sec-Fetch-Site': site }),
      ...(origin !== undefined && { Origin: origin }),
    },
  })),
);

const service = () => ticketService({ trustedOrigins: ['https://app.example.org'] });

describe.each(combinations)('Sec-Fetch-Site $site, Origin $name', ({ headers, read }) => {
  it(`${read ? 'reads' : 'does not read'} the cookie of a POST`, async () => {
    const { app, reached } = service();
    const response = await request(app).post('/tickets').set(headers).set('Cookie', asCookie(token()));
    if (read) expect(response.status).toBe(200);
    else expectRefused(response, 'token_missing');
    expect(reached()).toBe(read ? 1 : 0);
  });

  it('reads the cookie of a GET', async () => {
    const { app } = service();
    await request(app).get('/tickets').set(headers).set('Cookie', asCookie(token())).expect(200);
  });

  it('reads a bearer token, which no browser sends by itself', async () => {
    const { app } = service();
    for (const method of ['get', 'post'] as const) {
      await request(app)[method]('/tickets').set(headers).set('Authorization', asBearer(token())).expect(200);
    }
  });
});

describe('a cross-site request', () => {
  const crossSite = { Host: HOST, 'Sec-Fetch-Site': 'cross-site', Cookie: asCookie(token()) };

  it.each(['put', 'patch', 'delete'] as const)('is not read by %s', async (method) => {
    expectRefused(await request(service().app)[method]('/tickets').set(crossSite), 'token_missing');
  });

  it.each(['head', 'options'] as const)('is read by %s', async (method) => {
    await request(service().app)[method]('/tickets').set(crossSite).expect(200);
  });
});

describe('the host of an Origin', () => {
  const post = (headers: Record<string, string>) =>
    request(service().app)
      .post('/tickets')
      .set({ ...headers, Cookie: asCookie(token()) });

  it.each([
    [`${HOST}:8443`, `https://${HOST}:8443`],
    ['Tickets.Example.COM', `https://${HOST}`],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
  ])('is that of Host: %s, %s', async (host, origin) => {
    await post({ Host: host, Origin: origin }).expect(200);
  });

  it.each([
    [`${HOST}:8443`, `https://${HOST}`],
    [HOST, `https://${HOST}.evil.example`],
    [HOST, `https://evil.example#${HOST}`],
    [HOST, `https://${HOST}@evil.example`],
    [HOST, HOST],
    [HOST, ''],
    // Longer than any host is (RFC 1035, section 2.3.4): parsing it could be much work.
    ['a.'.repeat(150) + 'b', `https://${'a.'.repeat(150)}b`],
  ])('is not that of Host: %s, %s', async (host, origin) => {
    expectRefused(await post({ Host: host, Origin: origin }), 'token_missing');
  });

  it('is trusted as it is written, not by its beginning', async () => {
    for (const origin of ['https://app.example.org.evil.example', 'http://app.example.org', 'https://app']) {
      expectRefused(await post({ Host: HOST, Origin: origin }), 'token_missing');
    }
  });
});

describe('the hosts of Origin and Host', () => {
  it.each([
    ['https://app.example.com', 'app.example.com:443', true],
    ['https://app.example.com', 'APP.example.com', true],
    ['https://app.example.com', 'app.example.com:', true],
    ['http://app.example.com', 'app.example.com:80', true],
    ['https://app.example.com:8443', 'app.example.com:8443', true],
    ['https://[2001:db8::1]', '[2001:DB8::1]:443', true],
    ['https://app.example.com', 'app.example.com:80', false],
    ['http://app.example.com', 'app.example.com:443', false],
    ['https://app.example.com', 'app.example.com:8443', false],
    ['https://app.example.com:8443', 'app.example.com', false],
    ['https://evil.example', 'evil.example@app.example.com', false],
    ['https://app.example.com', 'user@app.example.com', false],
    ['https://app.example.com', 'app.example.com/evil', false],
    ['https://app.example.com', 'app.example.com?', false],
    ['https://app.example.com', '', false],
    ['null', 'null', false],
    ['capacitor://localhost', 'localhost', false],
  ])('%s and %j are the same: %s', (origin, host, isSame) => {
    const req = { method: 'POST', headers: { origin, host } };
    expect(isUnsafeCrossOrigin(req, [])).toBe(!isSame);
    // A page's server compares them by the same rule.
    const { headers } = forwardSession({ headers: new Headers(req.headers) });
    expect(headers['sec-fetch-site']).toBe(isSame ? 'same-origin' : 'cross-site');
  });
});
