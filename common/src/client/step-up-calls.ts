import type { CurrentUser } from '../current-user';
import type { CallOptions, Calls } from './make-calls';
import type { StepUp } from './shapes';

const PURPOSE = 'step-up';

/** How somebody who is signed in proves once more who they are, after `insufficient_user_authentication`. */
export function stepUpCalls({ get, send, write }: Calls) {
  return {
    /** Begins a step-up in this browser, and tells by what it can be proven within 10 minutes. */
    startStepUp: (options?: CallOptions) =>
      write<StepUp>('POST', '/authentication', { purpose: PURPOSE }, options),
    /** The step-up that this browser is in the middle of. Rejects with `ceremony_expired` where there is none. */
    showStepUp: (options?: CallOptions) => get<StepUp>(`/authentication?purpose=${PURPOSE}`, options),
    /** Proves the step-up by the password; the call that was refused can be repeated then. */
    stepUpByPassword: (password: string, options?: CallOptions) =>
      write<CurrentUser>('POST', '/authentication/password', { purpose: PURPOSE, password }, options),
    /** Asks for a mail with a code for the step-up, where `factors` names `email`. */
    requestStepUpCode: (options?: CallOptions) =>
      write<object>('POST', '/authentication/email', { purpose: PURPOSE }, options),
    /** Proves the step-up by the code of that mail, in the same browser. */
    stepUpByCode: (code: string, options?: CallOptions) =>
      write<CurrentUser>('POST', '/authentication/code', { purpose: PURPOSE, code }, options),
    /** Gives the step-up up. */
    cancelStepUp: (options?: CallOptions) =>
      send<object>('DELETE', `/authentication?purpose=${PURPOSE}`, undefined, options),
  };
}
