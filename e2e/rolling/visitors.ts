import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser, type Browser } from './browser';
import { type Kind, type Tally } from './tally';

const SIGNED_IN = 8;
const SIGNING_IN = 4;
const REQUEST_EVERY_MS = 50;
const SIGN_IN_EVERY_MS = 400;
const STEPS_BETWEEN_REFRESHES = 50;
const STEPS_BETWEEN_DEVICES = 10;

/** Where the services are to be found. */
export interface Addresses {
  readonly auth: string;
  readonly gate: string;
  readonly tickets: string;
}

/** People who use the services steadily. */
export interface Visitors {
  /** Sends them away. @returns how many of those who signed up at the beginning are not signed in any more */
  leave(): Promise<number>;
}

type Count = (kind: Kind, request: Promise<unknown>) => Promise<void>;

/** Lets people in: some keep one session all the time and make tickets with it, others sign in over and over. */
export async function letVisitorsIn(addresses: Addresses, tally: Tally): Promise<Visitors> {
  const count: Count = (kind, request) => tally.count(kind, request);
  const leaving = new AbortController();
  const signedIn = await Promise.all(Array.from({ length: SIGNED_IN }, () => signUp(addresses)));
  const signingIn = await Promise.all(Array.from({ length: SIGNING_IN }, () => signUp(addresses)));
  const visits = [
    ...signedIn.map(({ browser }) => makeTickets(browser, addresses, count, leaving.signal)),
    ...signingIn.map((person) => keepSigningIn(person, addresses, count, leaving.signal)),
  ];
  return {
    async leave() {
      leaving.abort();
      await Promise.all(visits);
      const stillIn = await Promise.all(signedIn.map(({ browser }) => isSignedIn(browser, addresses)));
      for (const { browser } of [...signedIn, ...signingIn]) browser.close();
      return stillIn.filter((isIn) => !isIn).length;
    },
  };
}

interface Person {
  readonly browser: Browser;
  readonly credentials: { readonly email: string; readonly password: string };
}

async function signUp({ auth }: Addresses): Promise<Person> {
  const browser = openBrowser();
  const credentials = { email: `${randomUUID()}@example.com`, password: 'a long passphrase' };
  await browser.send('POST', `${auth}/api/users/signup`, 201, credentials);
  return { browser, credentials };
}

async function makeTickets(
  browser: Browser,
  { auth, gate, tickets }: Addresses,
  count: Count,
  leaving: AbortSignal,
): Promise<void> {
  const ticket = { title: 'Concert', price: 20 };
  for (let step = 1; !leaving.aborted; step++) {
    await count('gate', browser.send('GET', `${gate}/signed-in`, 200));
    await count('ticket', browser.send('POST', `${tickets}/api/tickets`, 201, ticket));
    await count('current user', expectSomebody(browser, auth));
    if (step % STEPS_BETWEEN_DEVICES === 0) {
      await count('devices', browser.send('GET', `${auth}/api/users/sessions`, 200));
    }
    if (step % STEPS_BETWEEN_REFRESHES === 0) {
      await count('refresh', browser.send('POST', `${auth}/api/users/refresh`, 200));
    }
    await sleep(REQUEST_EVERY_MS);
  }
}

async function keepSigningIn(
  { browser, credentials }: Person,
  { auth }: Addresses,
  count: Count,
  leaving: AbortSignal,
): Promise<void> {
  while (!leaving.aborted) {
    browser.forgetCookies();
    await count('sign-in', browser.send('POST', `${auth}/api/users/signin`, 200, credentials));
    await sleep(SIGN_IN_EVERY_MS);
  }
}

async function expectSomebody(browser: Browser, auth: string): Promise<void> {
  const answer = await browser.send('GET', `${auth}/api/users/currentuser`, 200);
  if ((answer as { currentUser: object | null }).currentUser === null) throw new Error('signed out');
}

/** Whether both the access token and the session behind it are still good. */
async function isSignedIn(browser: Browser, { auth, tickets }: Addresses): Promise<boolean> {
  const ticket = { title: 'The last', price: 1 };
  try {
    await browser.send('POST', `${tickets}/api/tickets`, 201, ticket);
    await browser.send('POST', `${auth}/api/users/refresh`, 200);
    return true;
  } catch {
    return false;
  }
}
