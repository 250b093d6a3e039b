import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';

export const PASSWORD = 'a long passphrase';

/** Signs a new person up by the form. @returns the email */
export async function signUp(page: Page): Promise<string> {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  await page.goto('/account/signup');
  await fillIn(page, { Email: email, Password: PASSWORD }, 'Sign up');
  await page.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
  return email;
}

/** Signs somebody in by the form, who may be sent there from another page. */
export async function signIn(
  page: Page,
  email: string,
  password: string,
  path = '/account/signin',
): Promise<void> {
  await page.goto(path);
  await fillIn(page, { Email: email, Password: password }, 'Sign in');
}

/** Fills the fields in by their labels, and presses a button of the page's content. */
export async function fillIn(page: Page, fields: Record<string, string>, button: string): Promise<void> {
  const main = page.getByRole('main');
  for (const [label, value] of Object.entries(fields)) await main.getByLabel(label).fill(value);
  await main.getByRole('button', { name: button, exact: true }).click();
}

/** Signs an admin in at the account of a person, and bans that person. */
export async function banByForm(
  page: Page,
  { email, password }: { readonly email: string; readonly password: string },
  person: string,
): Promise<void> {
  await signIn(page, email, password, `/account/admin?email=${person}`);
  await page.getByRole('link', { name: person }).click();
  await page.getByText('Ban this account…').click();
  await fillIn(page, { Reason: 'spam' }, 'Ban this account');
  await page.getByText('The ban counts').waitFor();
}
