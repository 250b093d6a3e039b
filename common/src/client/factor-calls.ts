import type { CurrentUser } from '../current-user';
import type { OwnFactors, RecoveryCodes, StepUp, TotpSecret } from './factor-shapes';
import type { CallOptions, Calls } from './make-calls';

const PURPOSE = 'sign-in';

/**
 * By what an account can be proven besides its password and its email. A change rejects with `insufficient_user_authentication`
 * where the session is not fresh, and with `last_credential` where no way to sign in would stay.
 */
export function factorCalls({ get, send, write }: Calls) {
  return {
    /** The factors of the account. */
    showFactors: (options?: CallOptions) => get<OwnFactors>('/factors', options),
    /**
     * Begins to add an authenticator app; `confirmTotp` ends it. Rejects with `factor_code_required` where a first factor needs a
     * code of a mail, too: see `requestFactorCode`.
     */
    startTotp: (code?: string, options?: CallOptions) =>
      write<TotpSecret>('POST', '/factors/totp', { code }, options),
    /** Adds the app by a code that it shows. A sign-in needs a second factor from then on. */
    confirmTotp: (code: string, options?: CallOptions) =>
      write<RecoveryCodes>('POST', '/factors/totp/confirm', { code }, options),
    /** Removes the app. */
    removeTotp: (options?: CallOptions) => write<object>('DELETE', '/factors/totp', undefined, options),
    /** Makes recovery codes; those of before end. */
    renewRecoveryCodes: (options?: CallOptions) =>
      write<RecoveryCodes>('POST', '/factors/recovery-codes', undefined, options),
    /** Says whether a sign-in needs a second factor. */
    setSecondFactor: (on: boolean, options?: CallOptions) =>
      write<OwnFactors>('PUT', '/factors/second', { on }, options),
    /** Asks for a mail with the code for a first factor, after `factor_code_required`. */
    requestFactorCode: (options?: CallOptions) => send<object>('POST', '/factors/code', undefined, options),
    /** Removes the password; a passkey signs in then. */
    removePassword: (options?: CallOptions) => write<object>('DELETE', '/password', undefined, options),
    /** By what the sign-in that this browser is in the middle of goes on. Rejects with `ceremony_expired` where there is none. */
    showSignIn: (options?: CallOptions) => get<StepUp>(`/authentication?purpose=${PURPOSE}`, options),
    /** Gives that sign-in up. */
    cancelSignIn: (options?: CallOptions) =>
      send<object>('DELETE', `/authentication?purpose=${PURPOSE}`, undefined, options),
    /** Goes on with a sign-in after `second_factor_required`, by the code of an authenticator app. */
    secondFactorByTotp: (code: string, options?: CallOptions) =>
      write<CurrentUser>('POST', '/authentication/totp', { purpose: PURPOSE, code }, options),
    /** The same by a recovery code, which is used up. */
    secondFactorByRecoveryCode: (code: string, options?: CallOptions) =>
      write<CurrentUser>('POST', '/authentication/recovery-code', { purpose: PURPOSE, code }, options),
  };
}
