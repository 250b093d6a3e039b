import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService, type ServiceProcess } from '../lib/service-process.js';

/** The policy that lets everybody in who is signed in. */
export const POLICY = 'signed-in';

const MAIN = fileURLToPath(import.meta.resolve('@latchkey/gate/dist/main.js'));
/** No rule asks for anything that a person of the bench has not. */
const RULES = 'maxAge: 24h';

/** A file with so many policies: the one that is asked by, and others. */
export function policiesText(count: number): string {
  const others = Array.from(
    { length: count - 1 },
    (_each, index) => `policy-${index}: { role: role-${index}, maxAge: 10m, acr: aal2, handOn: true }`,
  );
  return [`${POLICY}: { ${RULES} }`, ...others].join('\n');
}

/**
 * Starts the gate as it is, with so many policies.
 * @param env what it verifies tokens with, and REVOCATIONS_URL
 */
export async function startGate(env: NodeJS.ProcessEnv, policies = 1): Promise<ServiceProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-gate-'));
  const file = join(folder, 'policies.yaml');
  writeFileSync(file, policiesText(policies));
  try {
    // With `deny`, readiness waits for the whole list.
    const variables = { ON_OUTAGE: 'deny', ...env, POLICIES_FILE: file };
    return await startService('the gate', MAIN, variables, 'ignore');
  } finally {
    // It reads the file once, at its start.
    rmSync(folder, { recursive: true });
  }
}
