import { isDeepStrictEqual } from 'node:util';
import { startMongo } from '@latchkey/tools/dist/mongo';
import { withHeartbeat } from '@latchkey/tools/dist/mongo/heartbeat';
import { EXPECTED, openHouse, setups } from './house';
import { judgeLive } from './judge-live';
import { PROGRAMS, type Command } from './programs';
import { judgeVectors } from './vectors';

/**
 * Shows what services in other languages make of the auth service's tokens, and whether they agree with the library on
 * every token of `interop/vectors.json`.
 *
 *     npm run interop
 */
async function run(): Promise<void> {
  const built = await buildAll();
  const mongo = await startMongo({ progress: console.log });
  let isGood = true;
  try {
    const rows: object[] = [];
    for (const setup of setups()) {
      const house = await openHouse(setup, mongo.uri);
      for (const [name, command] of built) {
        const verdicts = await judgeLive(command, house);
        rows.push({ program: name, key: setup.name, ...verdicts });
        isGood &&= isDeepStrictEqual(verdicts, EXPECTED);
      }
      await house.stop();
    }
    console.table(rows);
  } finally {
    await mongo.stop();
  }
  for (const [name, command] of built) {
    const { asked, disagreements } = await judgeVectors(command);
    console.log(`${name} agrees on ${asked - disagreements.length} of ${asked} test vectors`);
    for (const each of disagreements) console.log(`  ${each}`);
    isGood &&= disagreements.length === 0;
  }
  if (!isGood) process.exitCode = 1;
}

/** Builds what this machine can, and says of the rest how it could. */
async function buildAll(): Promise<Map<string, Command>> {
  const built = new Map<string, Command>();
  for (const { name, isHere, needs, build } of PROGRAMS) {
    if (isHere()) built.set(name, await withHeartbeat(`building ${name}`, console.log, build));
    else console.log(`${name} is left out: ${needs}`);
  }
  return built;
}

run().catch((fault: unknown) => {
  console.error(`interop: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exitCode = 1;
});
