import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/machine.js';
import { wholeNumber } from '../lib/option-values.js';
import { formatPromises } from '../lib/promises.js';
import { openHouse } from './bans/house.js';
import { formatBans, promisesOfBans } from './bans/report.js';
import { measureBans, requestNs } from './bans/rounds.js';
import { measureCheck } from './check/measure-check.js';
import { formatCheck, promisesOfCheck } from './check/report.js';
import { availableFeeds } from './feeds.js';
import { measureSnapshots } from './snapshot/measure-snapshots.js';
import { formatSnapshots, promisesOfSnapshots } from './snapshot/report.js';

/**
 * Measures revocation: how soon a ban counts in services that verify by themselves, what a list of many entries
 * takes to load and to hold, and what asking it costs.
 *
 *     npm run bench:revocation [-- --rounds 3 --bans 100]
 *     npx --yes node@24 bench/dist/revocation/main.js        the same on another Node, after npm run build
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, bans: { type: 'string', default: '100' } },
});
const [rounds, bans] = [wholeNumber('rounds', values.rounds, 1), wholeNumber('bans', values.bans, 1)];
const say = (line: string) => console.error(line);

console.log(`bench:revocation on ${describeMachine()}`);
console.log(`${rounds} rounds, medians with (least to most) over the rounds; ${bans} bans a row and round`);
const feeds = availableFeeds(console.log);

const check = await measureCheck(rounds);
const banRows = await measureBansInHouse();
console.log('\nFrom the 200 of a ban to the first refusal, in ms; below 0 is before the 200:');
console.log(formatBans(banRows));
console.log('\nThe check on each request:');
console.log(formatCheck(check, requestNs(banRows)));
const snapshots = await measureSnapshots(feeds, rounds, say);
console.log('\nA service starts and loads the list:');
console.log(formatSnapshots(snapshots));
console.log('\nPromises, median (least to most):');
console.log(
  formatPromises([...promisesOfBans(banRows), ...promisesOfSnapshots(snapshots), ...promisesOfCheck(check)]),
);

async function measureBansInHouse() {
  const house = await openHouse(feeds, say);
  try {
    return await measureBans(house, { rounds, bans }, say);
  } finally {
    await house.stop();
  }
}
