import { parseArgs } from 'node:util';
import { rollingRestart } from './rolling-restart';

/**
 * Shows what a rolling restart of everything costs those who use it meanwhile.
 *
 *     npm run rolling-restart [-- --rounds 5]
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1' } } });

async function run(): Promise<void> {
  const { rows, faults, restarts, loggedOut } = await rollingRestart(Number(values.rounds), console.log);
  console.table(rows);
  console.log(`${restarts} restarts; ${faults.length} requests lost; ${loggedOut} people logged out`);
  for (const fault of new Set(faults)) console.log(fault);
  if (faults.length + loggedOut > 0) process.exitCode = 1;
}

run().catch((fault: unknown) => {
  console.error(`rolling-restart: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exitCode = 1;
});
