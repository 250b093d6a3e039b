import { createAuthentication } from '@latchkey/common';
import { createPages, type Pages } from '@latchkey/common/pages';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { JWT_KEY, startAuth, type TestAuth } from '../support/auth-service';
import { HOUR, restartClock, stopClock } from '../support/clock';
import { newEmail, PASSWORD } from '../support/people';

const ACCOUNTS = 'https://accounts.example.com';
const APP = 'https://app.example.com';
const COOKIE_DOMAIN = 'example.com';
const SIGN_IN = `${ACCOUNTS}/account/signin?next=${encodeURIComponent(`${APP}/tickets?page=2`)}`;
const LEFTOVER = ['__Host-session', 'from-before-COOKIE_DOMAIN'] as const;

type Jar = Map<string, string>;

let auth: TestAuth;
let pages: Pages;
beforeAll(async () => {
  auth = await startAuth({ COOKIE_SECURE: 'true', COOKIE_DOMAIN, RETURN_ORIGINS: APP });
  pages = createPages({
    authUrl: auth.url,
    accounts: { origin: ACCOUNTS, returnOrigin: APP },
    authenticate: createAuthentication({ jwtKey: JWT_KEY, cookieDomain: COOKIE_DOMAIN }).authenticate,
  });
});
afterEach(restartClock);
afterAll(() => auth.stop());

/** A signed-in browser, with the cookies of both hosts. */
async function signUp() {
  const cookies: Record<'shared' | 'app' | 'accounts', Jar> = {
    shared: new Map(),
    app: new Map(),
    accounts: new Map(),
  };
  const asAccounts = () => headerOf(cookies.shared, cookies.accounts);
  const keep = (lines: readonly string[], own: Jar) => {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      const jar = /; Domain=/i.test(line) ? cookies.shared : own;
      if (value === '') jar.delete(name!);
      else jar.set(name!, value!);
    }
  };
  const signedUp = await auth
    .request()
    .post('/api/users/signup')
    .send({ email: newEmail(), password: PASSWORD });
  keep(setCookieOf(signedUp.headers), cookies.accounts);

  return {
    cookies,
    signOut: () => auth.request().post('/api/users/signout').set('Cookie', asAccounts()).expect(200),

    /** Opens a page of the app, and follows redirects until a page of either host shows. */
    async open(target: string) {
      for (let url = APP + target, trips = 0, steps = 0; steps < 20; steps++) {
        if (url.startsWith(`${ACCOUNTS}/api/users/refresh?`)) {
          trips++;
          const path = url.slice(ACCOUNTS.length);
          const answer = await auth.request().get(path).redirects(0).set('Cookie', asAccounts()).expect(303);
          keep(setCookieOf(answer.headers), cookies.accounts);
          url = new URL(answer.headers.location!, ACCOUNTS).href;
        } else if (url.startsWith(APP)) {
          const request = new Request(url, { headers: { cookie: headerOf(cookies.shared, cookies.app) } });
          const answer = await pages.answer(request, {}, (visit) => new Response(visit.arriveSignedIn().id));
          keep(answer.headers.getSetCookie(), cookies.app);
          if (answer.status === 200) return { at: url, trips };
          url = new URL(answer.headers.get('location')!, APP).href;
        } else return { at: url, trips };
      }
      throw new Error('The browser goes round in a circle.');
    },
  };
}

function headerOf(...jars: Jar[]): string {
  return jars.flatMap((jar) => [...jar].map(([name, value]) => `${name}=${value}`)).join('; ');
}

function setCookieOf(headers: Record<string, unknown>): string[] {
  return (headers['set-cookie'] ?? []) as string[];
}

describe.each([
  ['no leftover', [], 1],
  ['a leftover session cookie of the app', ['app'], 3],
  ['a leftover session cookie of the accounts', ['accounts'], 3],
] as const)('an app on another host than the accounts, with %s', (_what, hosts, trips) => {
  async function arrives() {
    const browser = await signUp();
    for (const host of hosts) browser.cookies[host].set(...LEFTOVER);
    return browser;
  }

  it('renews the session there, and comes back', async () => {
    const clock = stopClock();
    const browser = await arrives();
    expect(await browser.open('/tickets?page=2')).toEqual({ at: `${APP}/tickets?page=2`, trips: 0 });
    clock.pass(HOUR);
    expect(await browser.open('/tickets?page=2')).toEqual({ at: `${APP}/tickets?page=2`, trips: 1 });
  });

  it('leads to the sign-in there when the session is over, in no circle', async () => {
    const clock = stopClock();
    const browser = await arrives();
    await browser.signOut();
    clock.pass(HOUR);
    expect(await browser.open('/tickets?page=2')).toEqual({ at: SIGN_IN, trips });
    expect(await browser.open('/tickets?page=2')).toEqual({ at: SIGN_IN, trips: 0 });
  });
});
