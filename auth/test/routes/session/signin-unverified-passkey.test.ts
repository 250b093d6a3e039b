import { describe, expect, it } from '@jest/globals';
import { openMails, tokenOf } from '../../support/mailbox';
import { signInByPasskey, signUpWithPasskey, WITH_PASSKEYS } from '../../support/passkey-people';
import { expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import { ceremonyOf, openLink, WITH_REQUIRED } from '../../support/waiting-sign-ups';
import { withAuth } from '../../support/with-auth';

describe('a sign-in by passkey to an account whose address is not verified', () => {
  it('goes on by the link with what the passkey has proven, and no password', () =>
    withAuth(WITH_PASSKEYS, async (before) => {
      const { credential } = await signUpWithPasskey(before);
      const { MONGO_URI } = before.config;
      await withAuth({ ...WITH_REQUIRED, ...WITH_PASSKEYS, MONGO_URI }, async (auth) => {
        const refused = await signInByPasskey(auth, credential);
        expectProblem(refused, 401, 'verify_email');
        const mail = (await openMails(auth)).find(({ message }) => message === 'verify_email')!;
        const response = await openLink(auth, tokenOf(mail), ceremonyOf(refused)).expect(200);
        expect(claimsOf(response)).toMatchObject({ amr: ['hwk', 'mfa', 'email'], acr: 'aal2' });
      });
    }));
});
