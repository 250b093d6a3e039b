import type { Policies } from '../policies/read-policies';
import type { Policy } from '../policies/policy';

/** Takes a warning. */
export interface WarningLog {
  warn(fields: object, message: string): void;
}

const SEGMENT = /^\/([^/?#]{0,64})(?:[/?]|$)/;
const MINUTE_MS = 60_000;
/** Maximum number of names to warn about in a minute. A client can choose one where the proxy lets it. */
const MAX_WARNINGS = 100;

/** The policy that a proxy asks by, and what its path has behind it. */
export interface Found {
  readonly policy: Policy;
  /** Empty, or what follows the policy in the path, with the query: the client's path, where the proxy appends it. */
  readonly appended: string;
}

/**
 * Makes what finds the policy of a question: the first segment of its path, as it stands there. Nothing else of a request chooses
 * one: Caddy keeps the client's query, and Envoy appends the client's path.
 * @returns a function that finds it; undefined where there is none, with one warning a minute for each name
 */
export function createPolicyFinder(policies: Policies, log: WarningLog): (url: string) => Found | undefined {
  const warned = new Set<string>();
  let since = 0;

  function warnOf(name: string): void {
    if (Date.now() - since > MINUTE_MS) {
      warned.clear();
      since = Date.now();
    }
    if (warned.size >= MAX_WARNINGS || warned.has(name)) return;
    warned.add(name);
    log.warn({ policy: name }, 'a proxy asks by a policy that POLICIES_FILE does not have');
  }

  return function findPolicy(url) {
    const name = SEGMENT.exec(url)?.[1] ?? '';
    const policy = policies.get(name);
    if (!policy) {
      warnOf(name);
      return undefined;
    }
    const appended = url.slice(name.length + 1);
    return { policy, appended: appended.startsWith('/') ? appended : '' };
  };
}
