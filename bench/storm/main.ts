import { parseArgs } from 'node:util';
import { openDatabase } from '../auth/database.js';
import { requireOpenFiles } from '../followers/open-files.js';
import { describeMachine } from '../lib/machine.js';
import { formatPromises } from '../lib/promises.js';
import { formatNumber } from '../lib/table.js';
import { wholeNumbers } from '../lib/whole-numbers.js';
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
const [most = 0] = wholeNumbers('followers', values.followers, 1);
const sizes = wholeNumbers('entries', values.entries, 0);
const [rounds = 0] = wholeNumbers('rounds', values.rounds, 1);
await requireOpenFiles(most);

console.log(`bench:storm on ${describeMachine()}`);
console.log(
  [
    'Followers are raw sockets in a process of its own at a lower priority, which count bytes and look for as-of and positions.',
    `A row has ${formatNumber(most)} of them, fewer where they would be sent more than ${formatNumber(MAX_ENTRIES_SENT)} entries.`,
    `Before their first attempt they wait ${values['at-once'] ? 'not at all' : 'for up to 2 s, at random'}; in a cold start not at all.`,
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
  const ways = WAYS.filter((way) => values.ways.split(',').includes(way));
  for (const entries of sizes) {
    const followers = Math.min(most, Math.floor(MAX_ENTRIES_SENT / Math.max(1, entries)));
    for (const kind of KINDS)
      for (const way of ways)
        // Who starts with the service has no position.
        if (kind === 'storm' || way !== 'resume')
          yield { kind, way, entries, followers, atOnce: values['at-once'] };
  }
}
