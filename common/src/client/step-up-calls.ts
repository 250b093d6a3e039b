import type { CurrentUser } from '../current-user';
import type { PasskeyCredential, StepUp, StepUpRequirement } from './factor-shapes';
import type { CallOptions, Calls } from './make-calls';

const PURPOSE = 'step-up';

/**
 * How somebody who is signed in proves once more who they are, after `insufficient_user_authentication`. A proof resolves with the
 * user; with `factors` where more is due.
 */
export function stepUpCalls({ get, send, write }: Calls) {
  const prove = (path: string, proof: object, options?: CallOptions) =>
    write<CurrentUser | StepUp>('POST', `/authentication/${path}`, { purpose: PURPOSE, ...proof }, options);
  return {
    /**
     * Begins a step-up in this browser, and tells by what it can be proven within 10 minutes. What `onStepUp` is called with can be
     * passed on.
     */
    startStepUp: ({ acr, signal }: StepUpRequirement & CallOptions = {}) =>
      write<StepUp>('POST', '/authentication', { purpose: PURPOSE, acr }, { signal }),
    /** The step-up that this browser is in the middle of. Rejects with `ceremony_expired` where there is none. */
    showStepUp: (options?: CallOptions) => get<StepUp>(`/authentication?purpose=${PURPOSE}`, options),
    /** Proves the step-up by the password; the call that was refused can be repeated then, unless more is due. */
    stepUpByPassword: (password: string, options?: CallOptions) => prove('password', { password }, options),
    /** Asks for a mail with a code for the step-up, where `factors` names `email`. */
    requestStepUpCode: (options?: CallOptions) =>
      write<object>('POST', '/authentication/email', { purpose: PURPOSE }, options),
    /** Proves the step-up by the code of that mail, in the same browser. */
    stepUpByCode: (code: string, options?: CallOptions) => prove('code', { code }, options),
    /** Proves it by the code of an authenticator app. */
    stepUpByTotp: (code: string, options?: CallOptions) => prove('totp', { code }, options),
    /** Proves it by a recovery code, which is used up. */
    stepUpByRecoveryCode: (code: string, options?: CallOptions) => prove('recovery-code', { code }, options),
    /** Proves it by a passkey, after `startPasskey('step-up')`. */
    stepUpByPasskey: (credential: PasskeyCredential, options?: CallOptions) =>
      prove('passkey', { credential }, options),
    /** Gives the step-up up. */
    cancelStepUp: (options?: CallOptions) =>
      send<object>('DELETE', `/authentication?purpose=${PURPOSE}`, undefined, options),
  };
}
