import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { JWT_KEY } from '../../e2e/support/adas';
import { post } from '../../e2e/support/page-requests';
import { program } from '../../e2e/support/program';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';
import { freePort } from '../../tools/ports';
import { startLossyNetwork } from './support/lossy-network';

jest.setTimeout(180_000);

const PAGE = '/account/admin/invitations';
const LINK = /value="[^"]+\?invitation=[\w-]{43}"/;
/** After half of its life, a token of 3 s is too old to begin a form with. It counts until 8 s, since clocks differ. */
const UNTIL_LATE_MS = 2_000;

let site: Site;
beforeAll(async () => {
  site = await startSite({ ACCESS_TTL: '3s', JWT_KEY });
});
afterAll(() => site?.stop());

const newEmail = () => `${randomUUID()}@example.com`;

async function signedInAdmin() {
  const admin = new Visitor(site.url);
  await admin.post('/account/signin', site.admin);
  return admin;
}

describe('an admin whose token is about to expire', () => {
  async function lateAdmin() {
    const admin = await signedInAdmin();
    await sleep(UNTIL_LATE_MS);
    return admin;
  }

  it('sees the link of a new invitation, which is shown once', async () => {
    const admin = await lateAdmin();
    const page = await admin.post(PAGE, { email: newEmail() });
    expect([admin.trail, page.status]).toEqual([[], 200]);
    expect(await page.text()).toMatch(LINK);
  });

  it('is told why an invitation is refused, and sees what was typed', async () => {
    const admin = await lateAdmin();
    const page = await admin.post(PAGE, { email: site.admin.email });
    expect([admin.trail, page.status]).toEqual([[], 409]);
    const html = await page.text();
    expect(html).toContain('exists already');
    expect(html).toContain(`name="email" type="email" value="${site.admin.email}"`);
  });

  it('gets a new token before a form is begun', async () => {
    const admin = await lateAdmin();
    await admin.get(PAGE);
    expect(admin.trail).toEqual([expect.stringMatching(/^\/api\/users\/refresh\?/), PAGE]);
  });
});

it('is shown even when the list of invitations cannot be loaded', async () => {
  const network = await startLossyNetwork(site.url, 'GET');
  const pages = program('pages/dist/main.js', [await freePort(), await freePort()], {
    JWT_KEY,
    AUTH_URL: network.url,
  });
  try {
    await pages.start();
    const admin = await signedInAdmin();
    const page = await post(`${pages.url}${PAGE}`, { email: newEmail() }, admin.cookies(PAGE));
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toMatch(LINK);
    expect(html).toContain('The list is not available right now.');
  } finally {
    await pages.kill();
    await network.stop();
  }
});
