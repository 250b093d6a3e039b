import { parseArgs } from 'node:util';
import { rollingRestart } from './rolling-restart';
import { NEW_KEYS, rotateKeys, type NewKey } from './rotate-keys';

/**
 * Shows what a rolling restart of everything costs those who use it meanwhile, or a rotation of the key.
 *
 *     npm run rolling-restart [-- --rounds 5]
 *     npm run rolling-restart -- --rotate-to hs256
 *     npm run rolling-restart -- --rotate-to es256
 *     npm run rolling-restart -- --rotate-to jwks
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, 'rotate-to': { type: 'string' } },
});
const rotateTo = values['rotate-to'];

async function run(): Promise<void> {
  if (rotateTo !== undefined && !isNewKey(rotateTo))
    throw new Error('--rotate-to takes hs256, es256 or jwks');
  const { rows, faults, restarts, loggedOut } = await (rotateTo === undefined
    ? rollingRestart(Number(values.rounds), console.log)
    : rotateKeys(rotateTo, console.log));
  console.table(rows);
  console.log(`${restarts} restarts; ${faults.length} requests lost; ${loggedOut} people logged out`);
  for (const fault of new Set(faults)) console.log(fault);
  if (faults.length + loggedOut > 0) process.exitCode = 1;
}

function isNewKey(text: string): text is NewKey {
  return (NEW_KEYS as readonly string[]).includes(text);
}

run().catch((fault: unknown) => {
  console.error(`rolling-restart: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exitCode = 1;
});
