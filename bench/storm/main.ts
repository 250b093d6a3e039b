import { parseArgs } from 'node:util';
import { openDatabase } from '../auth/database.js';
import { requireOpenFiles } from '../followers/open-files.js';
import { describeMachine } from '../lib/machine.js';
import { namesOf, wholeNumber, wholeNumbers } from '../lib/option-values.js';
import { formatPromises } from '../lib/promises.js';
import { formatNumber } from '../lib/table.js';
import { KINDS, measureStorm, type Storm, type StormPlan } from './measure-storm.js';
import { formatStorms, promisesOf } from './report.js';
import { WAYS } from './ways.js';

/**
 * Measures what it takes when all followers come back at once, and when the auth service starts among them.
 *
 *     npm run bench:storm [-- --followers 500 --entries 0,10000,100000,1000000 --rounds 1 --ways inline,snapshot,resume --at-once]
 */
const { values } = parseArgs({
  options: {
    followers: { type: 'string', default: '500' },
    entries: { type: 'string', default: '0,10000,100000,1000000' },
    rounds: { type: 'string', default: '1' },
    ways: { type: 'string', default: WAYS.join(',') },
    'at-once': { type: 'boolean', default: false },
  },
});
/** Otherwise the whole lists of a row would take minutes. */
const MAX_ENTRIES_SENT = 10_000_000;
const most = wholeNumber('followers', values.followers, 1);
const sizes = wholeNumbers('entries', values.entries, 0);
const rounds = wholeNumber('rounds', values.rounds, 1);
const ways = namesOf('ways', values.ways, WAYS);
await requireOpenFiles(most);

console.log(`bench:storm on ${describeMachine()}`);
console.log(
  [
    'The followers are raw sockets in a process of their own with a lower priority. They count bytes and look for as-of and positions.',
    `A row has ${formatNumber(most)} followers, or fewer if the service would send more than ${formatNumber(MAX_ENTRIES_SENT)} entries.`,
    values['at-once']
      ? 'They connect at once.'
      : 'In a storm they wait up to 2 s, at random, before they connect. In a cold start they connect at once.',
  ].join('\n'),
);
const database = await openDatabase((line) => console.error(line));
const storms: Storm[] = [];
try {
  for (let round = 1; round <= rounds; round++) {
    for (const plan of plans()) {
      console.error(`round ${round}: ${plan.kind}, ${formatNumber(plan.entries)} entries, ${plan.way}`);
      const storm = await measureStorm(database.env, plan);
      if (storm) storms.push(storm);
      else console.log(`Not measured, since the service has no position: ${plan.way}`);
    }
  }
} finally {
  await database.stop();
}
console.log(`database: ${database.kind}; ${rounds} rounds, medians, and the worst of waits and memory\n`);
console.log(formatStorms(storms));
console.log(`\n${formatPromises(promisesOf(storms))}`);

function* plans(): Iterable<StormPlan> {
  for (const entries of sizes) {
    const followers = Math.min(most, Math.floor(MAX_ENTRIES_SENT / Math.max(1, entries)));
    for (const kind of KINDS)
      for (const way of ways)
        // A follower that starts has no position.
        if (kind === 'storm' || way !== 'resume')
          yield { kind, way, entries, followers, atOnce: values['at-once'] };
  }
}
