import { ConfigurationError } from '@latchkey/common';
import { parseDuration } from '@latchkey/common/protocol';
import { parseDocument } from 'yaml';
import { createPolicy, type Policy, type Rules } from './policy';

/** The policies of a gate, by their names. */
export type Policies = ReadonlyMap<string, Policy>;

const NAME = /^[a-z\d][a-z\d-]{0,63}$/;
/** As the auth service takes them. */
const ROLE = /^[a-z\d:_-]{1,64}$/;

/** What each rule must be. */
const RULES: Record<keyof Rules, [isRight: (value: unknown) => boolean, form: string]> = {
  role: [
    (value) => typeof value === 'string' && ROLE.test(value),
    'a role: lower-case letters, digits, :, _ and -',
  ],
  verifiedEmail: [isTrue, 'true, or left out'],
  maxAge: [isDuration, 'a duration such as 10m'],
  acr: [(value) => value === 'aal2', 'aal2, or left out'],
  optional: [isTrue, 'true, or left out'],
  handOn: [isTrue, 'true, or left out'],
  signIn: [(value) => value === true || value === 'nginx', 'true, nginx, or left out'],
};
/** What may stand beside `optional`, which refuses nobody. */
const BESIDE_OPTIONAL = ['optional', 'handOn'];

/**
 * Reads the policies of a file.
 * @param text YAML, or JSON, which is YAML: names with their rules
 * @throws ConfigurationError that lists every fault at once
 * @example
 * ```ts
 * const policies = readPolicies('staff: { role: staff, maxAge: 10m, signIn: true }');
 * ```
 */
export function readPolicies(text: string): Policies {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0)
    throw new ConfigurationError(
      document.errors.map(({ message }) => `POLICIES_FILE: ${message.split('\n')[0]}`),
    );
  const named = asMap(readContent(() => document.toJS({ mapAsMap: true })));
  if (!named || named.size === 0)
    throw new ConfigurationError([
      'POLICIES_FILE must have a name with its rules for each policy, such as staff: { role: staff }',
    ]);
  const faults = [...named].flatMap(([name, rules]) => validatePolicy(name, rules));
  if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => `POLICIES_FILE: ${fault}`));
  return new Map(
    [...named].map(([name, rules]) => [
      name as string,
      createPolicy(name as string, Object.fromEntries(asMap(rules) as Map<string, never>)),
    ]),
  );
}

/** YAML can say a little and mean a lot, by aliases: the parser has a limit for that. */
function readContent(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new ConfigurationError([`POLICIES_FILE: ${(error as Error).message}`]);
  }
}

function validatePolicy(name: unknown, rules: unknown): string[] {
  const shown = String(name).slice(0, 64);
  if (typeof name !== 'string' || !NAME.test(name))
    return [`${shown} is no name: 1 to 64 lower-case letters, digits and hyphens`];
  const map = asMap(rules);
  if (!map) return [`${shown} must have rules, such as {} for everybody who is signed in`];
  const wrong = [...map].flatMap(([rule, value]) =>
    validateRule(`${shown}.${String(rule)}`, String(rule), value),
  );
  const others = [...map.keys()].map(String).filter((rule) => !BESIDE_OPTIONAL.includes(rule));
  const hasRulesInVain = map.has('optional') && others.length > 0;
  return hasRulesInVain && wrong.length === 0
    ? [`${shown}.optional lets everybody through, so ${others.join(', ')} must not stand beside it`]
    : wrong;
}

function validateRule(path: string, rule: string, value: unknown): string[] {
  if (!Object.hasOwn(RULES, rule)) return [`${path} is no rule; there are ${Object.keys(RULES).join(', ')}`];
  const [isRight, form] = RULES[rule as keyof Rules];
  return isRight(value) ? [] : [`${path} must be ${form}`];
}

function asMap(value: unknown): Map<unknown, unknown> | undefined {
  return value instanceof Map ? value : undefined;
}

function isTrue(value: unknown): boolean {
  return value === true;
}

function isDuration(value: unknown): boolean {
  try {
    return typeof value === 'string' && parseDuration(value) > 0;
  } catch {
    return false;
  }
}
