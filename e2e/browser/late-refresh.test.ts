import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInChromium, newTab, type Tab } from './support/chromium';
import { client } from './support/client';
import { fillIn, PASSWORD, signUp } from './support/person';
import { startSlowEntry, type SlowEntry } from './support/slow-entry';

const REFRESH = '/api/users/refresh';

describeInChromium('a refresh whose answer is late', {}, ({ site, open }) => {
  let entry: SlowEntry;
  beforeAll(async () => {
    entry = await startSlowEntry(site().url);
  });
  afterAll(() => entry?.stop());

  /** A person with two tabs whose session was ended on another device. */
  async function ended() {
    const window = await open({ baseURL: entry.url });
    const tabs = [await newTab(window), await newTab(window)] as [Tab, Tab];
    const email = await signUp(tabs[0]);
    for (const tab of tabs) {
      await tab.goto('/');
      await tab.evaluate(client);
    }
    const elsewhere = await newTab(await open({ baseURL: entry.url }));
    await elsewhere.goto('/account/signin');
    await fillIn(elsewhere, { Email: email, Password: PASSWORD }, 'Sign in');
    await elsewhere.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
    await elsewhere.goto('/account/devices');
    await elsewhere.getByText('Sign out everywhere else…').click();
    await fillIn(elsewhere, {}, 'Sign out everywhere else');
    await elsewhere.getByText('You are signed out everywhere else').waitFor();
    return { tabs, email };
  }

  const signIn = (email: string) =>
    `fetch('/api/users/signin', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: '${email}', password: '${PASSWORD}' }),
    }).then(({ status }) => status)`;

  it('and a refusal does not sign out who has signed in meanwhile', async () => {
    const { tabs, email } = await ended();
    const [late, other] = tabs;
    const held = entry.hold('POST', REFRESH);
    const refused = late.evaluate(`latchkey.createClient().listSessions().catch(({ code }) => code)`);
    const release = await held;
    expect(await other.evaluate(signIn(email))).toBe(200);
    release();
    expect(await refused).toBe('session_revoked');
    await other.goto('/');
    await other.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
  });

  it('and a refusal on the way to a page does not, either: the page is of who has signed in', async () => {
    const { tabs, email } = await ended();
    const [late, other] = tabs;
    const held = entry.hold('GET', REFRESH);
    const page = late.goto('/account/devices');
    const release = await held;
    expect(await other.evaluate(signIn(email))).toBe(200);
    release();
    await page;
    expect(new URL(late.url()).pathname + new URL(late.url()).search).toBe('/account/devices');
    await late.getByRole('heading', { name: 'Devices' }).waitFor();
  });

  it('and a refusal is remembered: nobody is sent round in circles, and a sign-in ends it', async () => {
    const { tabs, email } = await ended();
    const [page] = tabs;
    const before = entry.sent.length;
    await page.goto('/account/devices');
    await page.getByText('You are signed out: this session was ended').waitFor();
    await page.goto('/tickets');
    await page.getByText('You are signed out.').waitFor();
    // Each sign-in page asks what a passkey is to prove.
    const sent = entry.sent.slice(before).filter((each) => !each.endsWith('/passkey/options'));
    expect(sent).toEqual([`GET ${REFRESH}`]);
    await fillIn(page, { Email: email, Password: PASSWORD }, 'Sign in');
    await page.getByRole('heading', { name: 'Tickets' }).waitFor();
    expect(page.faults).toEqual([]);
  });

  it.each([
    [
      'a sign-in',
      (email: string) => `signIn({ email: '${email}', password: '${PASSWORD}' })`,
      'POST /api/users/signin',
    ],
    ['a sign-out', () => 'signOut()', 'POST /api/users/signout'],
  ])('is waited for by %s of the client in another tab', async (_what, call, request) => {
    const { tabs, email } = await ended();
    const [late, other] = tabs;
    const held = entry.hold('POST', REFRESH);
    const refused = late.evaluate(`latchkey.createClient().listSessions().catch(({ code }) => code)`);
    const release = await held;
    const before = entry.sent.length;
    const called = other.evaluate(`latchkey.createClient().${call(email)}.then(() => true)`);
    await other.waitForFunction('navigator.locks.query().then(({ pending }) => pending.length === 1)');
    expect(entry.sent.slice(before)).toEqual([]);
    release();
    expect([await refused, await called]).toEqual(['session_revoked', true]);
    expect(entry.sent.slice(before)).toEqual([request]);
  });
});
