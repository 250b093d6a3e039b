import { parseArgs } from 'node:util';
import type { Outcome } from './house';
import { rollingRestart } from './rolling-restart';
import { changeCookieKey, COOKIE_KEY_CHANGES } from './change-cookie-key';
import { NEW_KEYS, rotateKeys } from './rotate-keys';
import { upgrade } from './upgrade';

/**
 * Shows what a rolling restart of everything costs those who use it meanwhile, or a change of a key.
 *
 *     npm run rolling-restart [-- --rounds 5]
 *     npm run rolling-restart -- --rotate-to hs256
 *     npm run rolling-restart -- --rotate-to es256
 *     npm run rolling-restart -- --rotate-to jwks
 *     npm run rolling-restart -- --cookie-key introduce
 *     npm run rolling-restart -- --cookie-key remove
 *     npm run rolling-restart -- --upgrade-from ../a-built-checkout-of-the-last-release
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    'rotate-to': { type: 'string' },
    'cookie-key': { type: 'string' },
    'upgrade-from': { type: 'string' },
  },
});
const { 'rotate-to': rotateTo, 'cookie-key': cookieKey, 'upgrade-from': upgradeFrom } = values;

async function run(): Promise<void> {
  const { rows, faults, restarts, loggedOut } = await chosen();
  console.table(rows);
  console.log(`${restarts} restarts; ${faults.length} requests lost; ${loggedOut} people logged out`);
  for (const fault of new Set(faults)) console.log(fault);
  if (faults.length + loggedOut > 0) process.exitCode = 1;
}

function chosen(): Promise<Outcome> {
  if (upgradeFrom !== undefined) return upgrade(upgradeFrom, console.log);
  if (rotateTo !== undefined) return rotateKeys(oneOf(NEW_KEYS, '--rotate-to', rotateTo), console.log);
  if (cookieKey !== undefined)
    return changeCookieKey(oneOf(COOKIE_KEY_CHANGES, '--cookie-key', cookieKey), console.log);
  return rollingRestart(Number(values.rounds), console.log);
}

/** @throws Error that names the choices */
function oneOf<T extends string>(choices: readonly T[], option: string, given: string): T {
  const choice = choices.find((each) => each === given);
  if (choice === undefined) throw new Error(`${option} takes ${choices.join(', ')}`);
  return choice;
}

run().catch((fault: unknown) => {
  console.error(`rolling-restart: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exitCode = 1;
});
