import { parseArgs } from 'node:util';
import { startCrowds } from '../followers/crowds.js';
import { requireOpenFiles } from '../followers/open-files.js';
import { describeMachine } from '../lib/machine.js';
import { namesOf, wholeNumber, wholeNumbers } from '../lib/option-values.js';
import { formatPromises } from '../lib/promises.js';
import { startSteadyLoad } from '../lib/steady-load.js';
import { availableFeeds, type FeedName } from '../revocation/feeds.js';
import { openGround } from './ground.js';
import { openHouse } from './house.js';
import { measureBare, type BareRow } from './measure-bare.js';
import { measureHouse, type Equipment, type Measured } from './measure-house.js';
import { formatFanout, formatIdle, promisesOf } from './report.js';

/**
 * Measures how long a ban takes to all of many followers, and what they cost.
 *
 *     npm run bench:fanout [-- --followers 20,500,2500,5000 --replicas 1,3 --bans 30 --idle 10 --feeds sse,nats]
 */
const { values } = parseArgs({
  options: {
    followers: { type: 'string', default: '20,500,2500,5000' },
    replicas: { type: 'string', default: '1,3' },
    bans: { type: 'string', default: '30' },
    idle: { type: 'string', default: '10' },
    feeds: { type: 'string', default: 'sse,nats' },
  },
});
const sizes = wholeNumbers('followers', values.followers, 1);
const replicas = wholeNumbers('replicas', values.replicas, 1);
const bans = wholeNumber('bans', values.bans, 1);
const idleSeconds = wholeNumber('idle', values.idle, 5);
const names = { 'Server-Sent Events': 'sse', NATS: 'nats' } satisfies Record<FeedName, string>;
const wanted = namesOf('feeds', values.feeds, Object.values(names));
const say = (line: string) => console.error(line);
const most = Math.max(...sizes);
await requireOpenFiles(most);

console.log(`bench:fanout on ${describeMachine()}`);
console.log(
  'The followers are raw sockets in two processes of their own. They count bytes and look for two texts. All processes share the cores.',
);
const feeds = availableFeeds(console.log).filter((feed) => wanted.includes(names[feed]));
const crowds = await startCrowds();
const load = await startSteadyLoad(new URL('./sign-ins.js', import.meta.url));
const ground = await openGround(say);
try {
  console.log(`database: ${ground.kind}; ${bans} bans a row, ${idleSeconds} s of idleness`);
  const bare: BareRow[] = [];
  for (const size of sizes) bare.push(await measureBare(crowds, size, bans));
  const rows = await measureAll({ ground, crowds, load, bans, idleSeconds, say });
  console.log('\nFrom the 200 of a ban until a follower has it; below 0 is before the 200:');
  console.log(formatFanout(rows, bare));
  console.log(
    'Medians over the bans where nothing else is said. CPU in ms, of all replicas, of a ban and its end; bare: of a write.',
  );
  console.log('\nWhat a follower costs while nothing happens, beyond what there is without any:');
  console.log(formatIdle(rows));
  console.log(`\n${formatPromises(promisesOf(rows))}`);
} finally {
  crowds.stop();
  load.stop();
  await ground.stop();
}

async function measureAll(equipment: Equipment): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const count of replicas) {
    for (const feed of feeds) {
      const house = await openHouse(ground, { feed, replicas: count }, most);
      try {
        measured.push(...(await measureHouse(house, sizes, equipment)));
      } finally {
        await house.stop();
      }
    }
  }
  return measured;
}
