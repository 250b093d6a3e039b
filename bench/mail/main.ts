import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/machine.js';
import { wholeNumber } from '../lib/option-values.js';
import { percentile } from '../lib/percentile.js';
import { formatPromises } from '../lib/promises.js';
import { spread } from '../lib/stats.js';
import { formatNumber, formatTable } from '../lib/table.js';
import { openMailHouse } from './mail-house.js';
import { measureMail } from './measure-mail.js';

/**
 * Measures how long a link takes to the mail server, with nothing else to send and with a backlog.
 *
 *     npm run bench:mail [-- --mails 150]
 *     npx --yes node@24 bench/dist/mail/main.js        the same on another Node, after npm run build
 */
const { values } = parseArgs({ options: { mails: { type: 'string', default: '150' } } });
const mails = wholeNumber('mails', values.mails, 1);
const say = (line: string) => console.error(line);
const BACKLOG = 1000;
const MAX_P99_MS = 2000;

console.log(`bench:mail on ${describeMachine()}`);
const house = await openMailHouse(say);
try {
  say('idle…');
  const idle = await measureMail(house, mails, 0);
  say(`with ${formatNumber(BACKLOG)} waiting…`);
  const busy = await measureMail(house, mails, BACKLOG);
  console.log(`database: ${house.database}; ${mails} mails a row`);
  console.log('\nFrom the 202 to the end of DATA at the mail server, in ms; below 0 is before the 202:');
  const rows = [rowOf('idle', idle), rowOf(`${formatNumber(BACKLOG)} waiting`, busy)];
  console.log(formatTable(['', 'min', 'median', 'p99', 'max'], rows));
  const measured = spread([percentile(idle, 99)]);
  const what = 'p99 of a link, idle, in ms:';
  console.log(`\n${formatPromises([{ what, limit: MAX_P99_MS, limitIs: 'most', measured, digits: 0 }])}`);
} finally {
  await house.stop();
}

function rowOf(name: string, delays: readonly number[]): string[] {
  const { min, median, max } = spread(delays);
  return [name, ...[min, median, percentile(delays, 99), max].map((ms) => formatNumber(ms, 1))];
}
