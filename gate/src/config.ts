import { readFileSync } from 'node:fs';
import { ConfigurationError, readEnvironment, sharedVariables } from '@latchkey/common';
import { pageVariables } from '@latchkey/common/pages';
import { feedVariables, publicOrigin } from '@latchkey/common/protocol';
import { port, str } from 'envalid';
import { readPolicies, type Policies } from './policies/read-policies';

/** With the values of the auth service. */
const { ACCOUNT_PATH, RETURN_ORIGINS } = pageVariables;

/**
 * Reads the configuration and the policies.
 * @throws ConfigurationError that lists what is missing or wrong, without values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  const settings = readEnvironment(env, {
    ...sharedVariables,
    ...feedVariables,
    POLICIES_FILE: str({ desc: 'the file with the policies, in YAML' }),
    PUBLIC_URL: publicOrigin({
      default: undefined,
      desc: 'the origin of the auth service and the account pages, where `signIn` sends people; as in the auth service',
    }),
    ACCOUNT_PATH,
    RETURN_ORIGINS,
    HOST: str({ default: undefined, desc: 'the address to listen on; default all interfaces' }),
    PORT: port({ default: 3000, desc: 'the port that proxies ask, from 1 to 65535' }),
    INTERNAL_PORT: port({ default: 3001, desc: 'the port of healthz, readyz, metrics and the relayed feed' }),
  });
  const policies = readPolicies(readFile(settings.POLICIES_FILE));
  const faults = faultsOf(settings, policies);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return { ...settings, policies };
}

export type Config = ReturnType<typeof readConfig>;

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`POLICIES_FILE cannot be read: ${(error as Error).message}`]);
  }
}

interface Checked {
  readonly REVOCATIONS_URL: string | undefined;
  readonly PUBLIC_URL: string | undefined;
}

function faultsOf(settings: Checked, policies: Policies): string[] {
  const sending = [...policies.values()].filter(({ signIn }) => signIn !== undefined);
  return [
    settings.REVOCATIONS_URL === undefined &&
      `REVOCATIONS_URL is not set: ${sharedVariables.REVOCATIONS_URL.desc}`,
    settings.PUBLIC_URL === undefined &&
      sending.length > 0 &&
      `PUBLIC_URL is not set, and ${sending[0]!.name}.signIn sends people there`,
  ].filter((fault) => typeof fault === 'string');
}
