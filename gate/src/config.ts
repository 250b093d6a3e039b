import { readFileSync } from 'node:fs';
import { ConfigurationError, readEnvironment, sharedVariables } from '@latchkey/common';
import { pageVariables } from '@latchkey/common/pages';
import { feedUrl, feedVariables, publicOrigin } from '@latchkey/common/protocol';
import { host, port, str } from 'envalid';
import { readPolicies, type Policies } from './policies/read-policies';

/** With the values of the auth service. */
const { ACCOUNT_PATH, RETURN_ORIGINS } = pageVariables;

const variables = {
  ...sharedVariables,
  ...feedVariables,
  REVOCATIONS_URL: feedUrl({ desc: 'the source of revocations, such as `http://auth-srv:3001/revocations`' }),
  POLICIES_FILE: str({ desc: 'the file with the policies, in YAML' }),
  PUBLIC_URL: publicOrigin({
    default: undefined,
    desc: 'the origin of the auth service and the account pages, where `signIn` sends people; as in the auth service',
  }),
  ACCOUNT_PATH,
  RETURN_ORIGINS,
  HOST: host({ default: undefined, desc: 'the address that both ports listen on; all addresses unless set' }),
  PORT: port({ default: 3000, desc: 'the port that proxies ask, from 1 to 65535' }),
  INTERNAL_PORT: port({ default: 3001, desc: 'the port of healthz, readyz, metrics and the relayed feed' }),
};

/**
 * Reads the configuration and the policies.
 * @throws ConfigurationError that lists what is missing or wrong in both, without values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  const faults: string[] = [];
  const settings = collectFaults(faults, () => readEnvironment(env, variables));
  const file = settings?.POLICIES_FILE ?? env.POLICIES_FILE;
  const policies = file ? collectFaults(faults, () => readPolicies(readFile(file))) : undefined;
  if (!settings || !policies) throw new ConfigurationError(faults);
  const fault = validatePublicUrl(settings.PUBLIC_URL, policies);
  if (fault !== undefined) throw new ConfigurationError([fault]);
  return { ...settings, policies };
}

export type Config = ReturnType<typeof readConfig>;

/** @returns undefined where there are faults, which it adds to those that there are */
function collectFaults<T>(faults: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`POLICIES_FILE cannot be read: ${(error as Error).message}`]);
  }
}

function validatePublicUrl(publicUrl: string | undefined, policies: Policies): string | undefined {
  const sending = [...policies.values()].find(({ signIn }) => signIn !== undefined);
  return publicUrl === undefined && sending
    ? `PUBLIC_URL is not set, and ${sending.name}.signIn sends people there`
    : undefined;
}
