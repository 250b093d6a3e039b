import type { CurrentUser } from '../current-user';
import type { EmailVerification, PasswordReset } from './credential-shapes';
import type { CallOptions, Calls } from './make-calls';

/** What is proven by a mail. Each call that asks for one settles in the same way, whether an account has the address or not. */
export function emailCalls({ send, write }: Calls) {
  return {
    /** Asks for a mail with a link by which the owner of an address can choose a new password. */
    requestPasswordReset: (email: string, options?: CallOptions) =>
      send<object>('POST', '/password/forgot', { email }, options),
    /** Sets a new password by the token of such a link, and ends all sessions. Rejects with `invalid_token`. */
    resetPassword: (reset: PasswordReset, options?: CallOptions) =>
      write<object>('POST', '/password/reset', reset, options),
    /** Asks for another mail by which the caller's address is verified. */
    requestEmailVerification: (options?: CallOptions) =>
      send<object>('POST', '/email/verification', undefined, options),
    /**
     * Verifies an address by the token of a link; a sign-up that waited for it is then signed in. Rejects with `invalid_token`; with
     * `new_password_required` in another browser than the one that signed up.
     */
    verifyEmail: (verification: EmailVerification, options?: CallOptions) =>
      write<CurrentUser>('POST', '/email/verify', verification, options),
    /** Asks for a mail to another address that the account is to have. */
    requestEmailChange: (email: string, options?: CallOptions) =>
      send<object>('POST', '/email', { email }, options),
    /** Changes the address by the token of that mail. Rejects with `invalid_token`. */
    confirmEmail: (token: string, options?: CallOptions) =>
      write<CurrentUser>('POST', '/email/confirm', { token }, options),
    /** Takes a change of the address back by the token that the old address was sent. It ends all sessions and the password. */
    restoreEmail: (token: string, options?: CallOptions) =>
      write<object>('POST', '/email/restore', { token }, options),
    /** Asks for a mail with a code to sign in with, in this browser alone. */
    requestSignInCode: (email: string, options?: CallOptions) =>
      write<object>('POST', '/signin/email', { email }, options),
    /** Signs in with that code. Rejects with `invalid_code`, and `ceremony_expired` where another one has to be asked for. */
    signInWithCode: (code: string, options?: CallOptions) =>
      write<CurrentUser>('POST', '/authentication/code', { purpose: 'sign-in', code }, options),
  };
}
