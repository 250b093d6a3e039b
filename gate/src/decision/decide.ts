import type { IncomingMessage } from 'node:http';
import {
  readAskedRequest,
  type AskedRequest,
  type Authenticator,
  type VerifiedToken,
} from '@latchkey/common/protocol';
import type { Policy } from '../policies/policy';
import type { SignIn } from '../sign-in/sign-in';
import { handTokenOn, letPass, refuse, sendTo, type Answer } from './answer';
import type { Found } from './find-policy';
import { judge } from './judge';

/** What decisions are made with. */
export interface DecisionParts {
  readonly authenticator: Authenticator;
  /** Other origins whose pages may send unsafe requests with cookies. */
  readonly trustedOrigins: readonly string[];
  /** Undefined where no policy sends people to sign in. */
  readonly signIn: SignIn | undefined;
}

/**
 * Makes what decides about the request that a proxy asks about.
 * @returns a function whose promise is rejected by faults of the gate alone
 */
export function createDecision({ authenticator, trustedOrigins, signIn }: DecisionParts) {
  async function pass(policy: Policy, asked: AskedRequest, token: VerifiedToken | undefined) {
    if (!policy.handsTokenOn) return letPass(token);
    return handTokenOn(letPass(token), token && (await authenticator.tokenOf(asked, token.claims)));
  }

  return async function decide(req: IncomingMessage, { policy, appended }: Found): Promise<Answer> {
    const { method, url = '', headers } = req;
    const asked = readAskedRequest({ method, url, headers }, `/${policy.name}`, trustedOrigins);
    try {
      const passed = await pass(policy, asked, await judge(policy, authenticator, asked));
      return policy.signIn ? sendTo(signIn?.clean(asked, appended), policy.signIn, passed) : passed;
    } catch (error) {
      const refused = refuse(error);
      return policy.signIn ? sendTo(signIn?.away(asked, appended, error), policy.signIn, refused) : refused;
    }
  };
}
