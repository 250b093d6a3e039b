import { expect, it } from '@jest/globals';
import { addAuthenticator, changeOptions, offerNoPasskeysInFields } from './support/authenticator';
import { describeInChromium, newTab } from './support/chromium';
import {
  askForSecondFactor,
  givenUp,
  greeted,
  personWithPasskey,
  pressPasskeySignIn,
  refused,
  signInHalf,
  signOut,
} from './support/passkey-person';
import { fillIn } from './support/person';
import { startSlowEntry } from './support/slow-entry';

/** Everybody comes from one address. */
const env = {
  EMAIL_VERIFICATION: 'off',
  REQUESTS_PER_ADDRESS: '100000/1m',
  FAILURES_PER_ADDRESS: '100000/1m',
};

describeInChromium('a passkey is refused', env, (world) => {
  it('whose counter went back, as that of a copy does, and its owner reads of it', async () => {
    const { tab, email, authenticator } = await personWithPasskey(world);
    const [before] = await authenticator.passkeys();
    await signOut(tab);
    await pressPasskeySignIn(tab);
    await greeted(tab, email);
    const [after] = await authenticator.passkeys();
    expect(after!.signCount).toBeGreaterThan(before!.signCount);
    await authenticator.keepOnly(before!);
    await signOut(tab);
    await pressPasskeySignIn(tab);
    await refused(tab);
    await authenticator.keepOnly({ ...after!, signCount: after!.signCount + 1 });
    await pressPasskeySignIn(tab, '/account/signin?next=/account/activity');
    await tab.getByText('There seems to be a copy of the passkey').waitFor();
    await tab.getByText('By a passkey').first().waitFor();
    await tab.getByText('Passkey · Name: My key').waitFor();
  });

  it('on a page of another origin', async () => {
    const { authenticator } = await personWithPasskey(world);
    const entry = await startSlowEntry(world.site().url);
    try {
      for (const origin of [entry.url, world.site().url.replace('localhost', '127.0.0.1')]) {
        const window = await world.open({ baseURL: origin });
        await offerNoPasskeysInFields(window);
        const tab = await newTab(window);
        const elsewhere = await addAuthenticator(tab);
        await elsewhere.keepOnly(...(await authenticator.passkeys()));
        await pressPasskeySignIn(tab);
        // A browser knows that another host is not the domain of the passkey; of another port it does not.
        await (origin === entry.url ? refused : givenUp)(tab);
        expect((await window.cookies()).map(({ name }) => name)).not.toContain('session');
      }
    } finally {
      entry.stop();
    }
  });

  it('of another account, as second factor', async () => {
    const [ada, bob] = [await personWithPasskey(world), await personWithPasskey(world)];
    const bobs = await bob.authenticator.passkeys();
    await askForSecondFactor(ada.tab);
    await signOut(ada.tab);
    await ada.authenticator.keepOnly(...bobs);
    await signInHalf(ada.tab, ada.email);
    await fillIn(ada.tab, {}, 'Use a passkey');
    await givenUp(ada.tab);
    await changeOptions(ada.tab, { allowCredentials: [] });
    await fillIn(ada.tab, {}, 'Use a passkey');
    await refused(ada.tab);
  });

  it('that is signed with another key, or names another user', async () => {
    const [ada, bob] = [await personWithPasskey(world), await personWithPasskey(world)];
    const [[adas], [bobs]] = [await ada.authenticator.passkeys(), await bob.authenticator.passkeys()];
    await signOut(ada.tab);
    for (const forged of [
      { ...adas!, privateKey: bobs!.privateKey, signCount: 9 },
      { ...bobs!, userHandle: adas!.userHandle!, signCount: 9 },
    ]) {
      await ada.authenticator.keepOnly(forged);
      await pressPasskeySignIn(ada.tab);
      await refused(ada.tab);
    }
  });

  it('after its owner has removed it', async () => {
    const { tab } = await personWithPasskey(world);
    await tab.goto('/account/security');
    await tab.getByText('Remove…').click();
    await fillIn(tab, {}, 'Remove the passkey');
    await tab.getByText('The passkey is removed.').waitFor();
    await signOut(tab);
    await pressPasskeySignIn(tab);
    await refused(tab);
  });

  it('alone when it has not verified its user, and taken as second factor', async () => {
    const { tab, email, authenticator } = await personWithPasskey(world);
    await askForSecondFactor(tab);
    await signOut(tab);
    await authenticator.setUserVerified(false);
    await pressPasskeySignIn(tab);
    await givenUp(tab);
    await changeOptions(tab, { userVerification: 'discouraged' });
    await fillIn(tab, {}, 'Sign in with a passkey');
    await refused(tab);
    await signInHalf(tab, email);
    await fillIn(tab, {}, 'Use a passkey');
    await greeted(tab, email);
  });
});
