import { expect, it } from '@jest/globals';
import { appCode } from '../../pages/test/support/totp';
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
import { fillIn, PASSWORD, signUp } from './support/person';

/** Everybody comes from one address. */
const env = { EMAIL_VERIFICATION: 'off', REQUESTS_PER_ADDRESS: '100000/1m' };

const APP_CODE = 'Code of your authenticator app';

describeInChromium('a person with factors', env, (world) => {
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
    const { tab } = await personWithPasskey(world, { offersInFields: true });
    await signOut(tab);
    // The passkey may be sent before the page has loaded.
    await tab.goto('/account/signin?next=/account/devices', { waitUntil: 'commit' });
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
    const { tab, email, authenticator } = await personWithPasskey(world, {
      isResident: false,
      verifiesUsers: false,
    });
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

  it('sets an authenticator app up, signs in by its code and by a recovery code, and steps up', async () => {
    const tab = await newTab(await world.open());
    const email = await signUp(tab);
    await tab.goto('/account/security');
    await tab.getByRole('link', { name: 'Set up an authenticator app' }).click();
    await fillIn(tab, {}, 'Set it up');
    expect(await tab.getByRole('img', { name: 'QR code for the authenticator app' }).innerHTML()).toMatch(
      /^<svg/,
    );
    const secret = (await tab.locator('code.secret').innerText()).replaceAll(' ', '');
    await fillIn(tab, { [APP_CODE]: appCode(secret, -1) }, 'Turn it on');
    const codes = await tab
      .getByRole('list', { name: 'Your recovery codes' })
      .locator('code')
      .allInnerTexts();
    await tab.getByRole('link', { name: 'I have kept them' }).click();
    await signOut(tab);

    await signInHalf(tab, email);
    await fillIn(tab, { [APP_CODE]: appCode(secret) }, 'Go on');
    await greeted(tab, email);
    await signOut(tab);

    for (const isFirst of [true, false]) {
      await signInHalf(tab, email);
      await tab.getByRole('link', { name: 'Use a recovery code' }).click();
      await fillIn(tab, { 'Recovery code': codes[0]! }, 'Go on');
      if (isFirst) {
        await greeted(tab, email);
        await signOut(tab);
      } else await tab.getByText('The code is not right.').first().waitFor();
    }
    await fillIn(tab, { 'Recovery code': codes[1]! }, 'Go on');
    await greeted(tab, email);

    await tab.goto('/account/confirm?next=/account/activity%3Fpage%3D2');
    await fillIn(tab, { Password: PASSWORD }, 'Go on');
    await tab.getByRole('heading', { name: 'One more step' }).waitFor();
    await fillIn(tab, { [APP_CODE]: appCode(secret, 1) }, 'Go on');
    await tab.getByRole('heading', { name: 'Recent activity' }).waitFor();
    expect(new URL(tab.url()).search).toBe('?page=2');
    expect(tab.faults).toEqual([]);
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
