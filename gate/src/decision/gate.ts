import type { IncomingMessage, RequestListener } from 'node:http';
import { ForbiddenError, UnavailableError } from '@latchkey/common';
import type { Policies } from '../policies/read-policies';
import { refuse, write, type Answer } from './answer';
import { createDecision, type DecisionParts } from './decide';
import { createPolicyFinder, type WarningLog } from './find-policy';

/** Takes what an operator should know of. */
export interface GateLog extends WarningLog {
  error(fields: object, message: string): void;
}

interface GateParts extends DecisionParts {
  readonly policies: Policies;
  readonly log: GateLog;
  /** Counts an answer. */
  readonly count: (policy: string, status: number) => void;
}

/** What the answers to unknown policies are counted as; no policy has this name. */
const UNKNOWN = '(unknown)';

/**
 * Makes what answers proxies (forward-auth): `/<policy>`, or below it, by any method. 200 lets the request pass and tells who it is
 * from. 401, 403 and 302 do not let it pass, and neither does a fault of its own, which is 503.
 * @example
 * ```ts
 * await listen(createGate({ policies, authenticator, trustedOrigins: [], signIn: undefined, log, count }), 3000);
 * ```
 */
export function createGate({ policies, log, count, ...parts }: GateParts): RequestListener {
  const findPolicy = createPolicyFinder(policies, log);
  const decide = createDecision(parts);

  async function answer(req: IncomingMessage): Promise<[policy: string, answer: Answer]> {
    const found = findPolicy(req.url ?? '');
    if (found) return [found.policy.name, await decide(req, found).catch(closed)];
    const error = new ForbiddenError(
      'The gate has no policy of this name. Tell the operator.',
      'policy_unknown',
    );
    return [UNKNOWN, refuse(error)];
  }

  function closed(error: unknown): Answer {
    log.error({ err: error }, 'a request cannot be judged');
    return refuse(new UnavailableError());
  }

  return function gate(req, res) {
    answer(req)
      .then(([policy, answered]) => {
        count(policy, answered.status);
        write(res, answered);
      })
      .catch((error: unknown) => {
        log.error({ err: error }, 'an answer cannot be sent');
        // No answer lets nobody pass.
        res.destroy();
      });
  };
}
