import type { Secrets } from './create-secrets';
import type { Container, Variable } from './manifest';

/** What stands for a field of the pod. */
const FIELD = 'a-field-of-the-pod';

/**
 * The environment of a container as the kubelet makes it: whole Secrets, then single variables, in which each $(NAME)
 * stands for one above it.
 * @throws Error for a Secret or a key that is not there and not optional, or a name that is not above
 */
export function environmentOf(
  { env = [], envFrom = [] }: Container,
  secrets: Secrets,
): Record<string, string> {
  const environment: Record<string, string> = {};
  // Of a name that several have, the last counts, and what is in env before all.
  for (const { secretRef } of envFrom) {
    const { name, optional = false } = secretRef;
    if (!secrets[name] && !optional) throw new Error(`create-secrets.sh makes no Secret ${name}`);
    Object.assign(environment, secrets[name]);
  }
  for (const variable of env) {
    const value = valueOf(variable, secrets, environment);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}

/** The names that other variables of the container are made of. */
export function ingredientsOf({ env = [] }: Container): string[] {
  return env.flatMap(({ value = '' }) => [...value.matchAll(/\$\((\w+)\)/g)].map(([, name]) => name!));
}

function valueOf(
  { name, value, valueFrom }: Variable,
  secrets: Secrets,
  above: Readonly<Record<string, string>>,
): string | undefined {
  if (valueFrom?.fieldRef) return FIELD;
  if (valueFrom?.secretKeyRef) {
    const { name: secret, key, optional = false } = valueFrom.secretKeyRef;
    const found = secrets[secret]?.[key];
    if (found === undefined && !optional)
      throw new Error(`${name}: create-secrets.sh makes no key ${key} in a Secret ${secret}`);
    return found;
  }
  return (value ?? '').replaceAll(/\$\((\w+)\)/g, (_text, ingredient: string) => {
    const found = above[ingredient];
    if (found === undefined) throw new Error(`${name} is made of ${ingredient}, which is not above it`);
    return found;
  });
}
