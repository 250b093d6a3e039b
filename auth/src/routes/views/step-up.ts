import type { Account } from '../../accounts/account';
import type { RolesOf } from '../../authentication/roles-of';
import type { StepUpOutcome } from '../../authentication/step-up';
import { toCurrentUser } from './current-user';

/** What a proof of a step-up is answered: the user, or by what the rest can be proven. */
export function toStepUpAnswer(
  parts: { readonly rolesOf: RolesOf },
  account: Account,
  outcome: StepUpOutcome,
) {
  if ('due' in outcome) return { factors: outcome.due };
  return toCurrentUser(parts, account, outcome.session);
}
