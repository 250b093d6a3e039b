import type { Page } from 'playwright-core';
import {
  addAuthenticator,
  offerNoPasskeysInFields,
  type Authenticator,
  type AuthenticatorKind,
} from './authenticator';
import { newTab, type Tab, type World } from './chromium';
import { fillIn, PASSWORD, signIn, signUp } from './person';

export interface PasskeyPerson {
  readonly tab: Tab;
  readonly email: string;
  readonly authenticator: Authenticator;
}

/** Signs a person up in a window of their own, whose authenticator then has a passkey of the account. */
export async function personWithPasskey(
  { open }: World,
  { offersInFields = false, ...kind }: AuthenticatorKind & { readonly offersInFields?: boolean } = {},
): Promise<PasskeyPerson> {
  const window = await open();
  if (!offersInFields) await offerNoPasskeysInFields(window);
  const tab = await newTab(window);
  const authenticator = await addAuthenticator(tab, kind);
  const email = await signUp(tab);
  await addPasskey(tab, 'My key');
  return { tab, email, authenticator };
}

/** Adds a passkey on the security page, signed in. */
export async function addPasskey(tab: Page, name: string): Promise<void> {
  await tab.goto('/account/security');
  await tab.getByRole('link', { name: 'Add a passkey' }).click();
  await fillIn(tab, {}, 'Go on');
  await fillIn(tab, { Name: name }, 'Create the passkey');
  await tab.getByText('The passkey is added.').waitFor();
}

/** Has each sign-in by password ask for a second factor. Beside passkeys alone, the next page makes recovery codes. */
export async function askForSecondFactor(tab: Page): Promise<void> {
  await tab.goto('/account/security');
  await fillIn(tab, {}, 'Ask for it at each sign-in');
  await tab.getByRole('heading', { name: 'Recovery codes' }).waitFor();
}

export async function signOut(tab: Page): Promise<void> {
  await tab.goto('/account');
  await tab.getByRole('button', { name: 'Sign out', exact: true }).click();
  await tab.getByRole('button', { name: 'Sign out', exact: true }).waitFor({ state: 'detached' });
}

/** Gives the right password, after which a second factor is due. */
export async function signInHalf(tab: Page, email: string): Promise<void> {
  await signIn(tab, email, PASSWORD);
  await tab.getByRole('heading', { name: 'One more step' }).waitFor();
}

export async function pressPasskeySignIn(tab: Page, path = '/account/signin'): Promise<void> {
  await tab.goto(path);
  await fillIn(tab, {}, 'Sign in with a passkey');
}

export async function greeted(tab: Page, email: string): Promise<void> {
  await tab.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
}

/** Waits until the auth service has refused a passkey. */
export async function refused(tab: Page): Promise<void> {
  await tab.getByText('This passkey did not work.').waitFor();
}

/** Waits until the browser has said that its authenticator did nothing. */
export async function givenUp(tab: Page): Promise<void> {
  await tab.getByText('The browser did not use a passkey. Try again.').waitFor();
}
