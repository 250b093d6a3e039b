import { expect, it } from '@jest/globals';
import { addAuthenticator } from './support/authenticator';
import { describeInChromium, newTab } from './support/chromium';
import {
  addPasskey,
  askForSecondFactor,
  givenUp,
  greeted,
  personWithPasskey,
  pressPasskeySignIn,
  signInHalf,
  signOut,
} from './support/passkey-person';
import { fillIn, signUp } from './support/person';

/** Everybody comes from one address. */
const env = { EMAIL_VERIFICATION: 'off', REQUESTS_PER_ADDRESS: '100000/1m' };

describeInChromium('a person with a passkey', env, (world) => {
  it('adds it on the security page, signs in by the button, and needs no second factor', async () => {
    const { tab, email } = await personWithPasskey(world);
    await askForSecondFactor(tab);
    await signOut(tab);
    await pressPasskeySignIn(tab, '/account/signin?next=/account/security');
    await tab.getByRole('heading', { name: 'Security' }).waitFor();
    await tab.getByText('My key').waitFor();
    expect(await tab.getByText('never used').count()).toBe(0);
    await tab.goto('/');
    await greeted(tab, email);
    expect(tab.faults).toEqual([]);
  });

  it('is offered it in the field of the email, and signs in without a click', async () => {
    const { tab, authenticator } = await personWithPasskey(world, { offersInFields: true });
    await authenticator.setTouched(false);
    await signOut(tab);
    await tab.goto('/account/signin?next=/account/devices');
    await authenticator.setTouched(true);
    await tab.getByText('This device').waitFor();
    expect(tab.faults).toEqual([]);
  });

  it('proves it as second factor, and with it alone that it is still the same person', async () => {
    const { tab, email } = await personWithPasskey(world);
    await askForSecondFactor(tab);
    await signOut(tab);
    await signInHalf(tab, email);
    await fillIn(tab, {}, 'Use a passkey');
    await greeted(tab, email);
    await tab.goto('/account/confirm?acr=aal2&next=/account/email');
    await fillIn(tab, {}, 'Use a passkey');
    await tab.getByRole('heading', { name: 'Your address' }).waitFor();
    expect(tab.faults).toEqual([]);
  });

  it('ends no second factor that another tab waits for, by opening the sign-in page', async () => {
    const { tab, email, authenticator } = await personWithPasskey(world, { offersInFields: true });
    await askForSecondFactor(tab);
    await authenticator.setTouched(false);
    await signOut(tab);
    await signInHalf(tab, email);
    const other = await newTab(tab.context());
    await (await addAuthenticator(other)).setTouched(false);
    const asked = other.waitForResponse('**/authentication/passkey/options');
    await other.goto('/account/signin');
    expect((await asked).status()).toBe(200);
    await authenticator.setTouched(true);
    await fillIn(tab, {}, 'Use a passkey');
    await greeted(tab, email);
  });

  it('uses one that its key does not keep as second factor, and not alone', async () => {
    const { tab, email, authenticator } = await personWithPasskey(world, { isResident: false });
    expect(await authenticator.passkeys()).toMatchObject([{ isResidentCredential: false }]);
    await askForSecondFactor(tab);
    await signOut(tab);
    await pressPasskeySignIn(tab);
    await givenUp(tab);
    await signInHalf(tab, email);
    await fillIn(tab, {}, 'Use a passkey');
    await greeted(tab, email);
  });

  it('adds no second one on the same device, and goes on without an authenticator that gives none', async () => {
    const { tab, authenticator } = await personWithPasskey(world);
    await tab.goto('/account/security/passkey');
    await fillIn(tab, {}, 'Go on');
    await fillIn(tab, {}, 'Create the passkey');
    await tab.getByText('This device has a passkey for your account already.').waitFor();
    await authenticator.keepOnly();
    await addPasskey(tab, 'Another key');
    await tab.getByText('My key').waitFor();
    await tab.getByText('Another key').waitFor();
  });

  it('is told without JavaScript what passkeys need, and the rest of each page works', async () => {
    const tab = await newTab(await world.open({ javaScriptEnabled: false }));
    const toldNeed = async () =>
      expect(await tab.locator('noscript').innerText()).toContain('Passkeys need JavaScript.');
    await tab.goto('/account/signin');
    await toldNeed();
    await signUp(tab);
    await tab.goto('/account/security/passkey');
    await fillIn(tab, {}, 'Go on');
    await toldNeed();
    expect(await tab.getByRole('button', { name: 'Create the passkey' }).count()).toBe(0);
    await tab.goto('/account/security');
    await tab.getByRole('link', { name: 'Set up an authenticator app' }).waitFor();
  });
});
