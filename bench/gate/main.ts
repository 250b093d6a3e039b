import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/machine.js';
import { wholeNumber } from '../lib/option-values.js';
import { formatPromises } from '../lib/promises.js';
import { checkJudge, openHouse } from './house.js';
import { measureAsked } from './measure-asked.js';
import { measureHeap, measureMemory } from './measure-memory.js';
import { measureProxied } from './measure-proxied.js';
import { findNginx } from './nginx.js';
import { formatAsked, formatMemory, formatProxied, promisesOf } from './report.js';

/**
 * Measures what a question costs the gate, beside auth's /verify, through nginx as well, and the memory of a gate. It reads /proc, so
 * it runs on Linux.
 *
 *     npm run bench:gate [-- --rounds 60 --questions 400 --seconds 0.25 --starts 5]
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    questions: { type: 'string', default: '400' },
    seconds: { type: 'string', default: '0.25' },
    starts: { type: 'string', default: '5' },
  },
});
const [rounds, starts] = [wholeNumber('rounds', values.rounds, 1), wholeNumber('starts', values.starts, 1)];
const [questions, seconds] = [wholeNumber('questions', values.questions, 1), Number(values.seconds)];
if (!(seconds > 0)) throw new Error('--seconds must be a number above 0');

const house = await openHouse(console.log);
try {
  console.log(`bench:gate on ${describeMachine()}; database: ${house.databaseKind}`);
  console.log(
    `16 connections at full load, ${rounds} rounds of slices of ${questions} questions, or ${seconds} s: median (least to most)\n`,
  );
  for (const judge of [house.gate, house.verify]) await checkJudge(judge, house.cookies[0]!);
  const asked = await measureAsked(house, rounds, questions);
  console.log(`${formatAsked(asked)}\n${formatPromises(promisesOf(asked))}\n`);
  const nginx = findNginx();
  if (nginx === undefined)
    console.log('there is no nginx here: your system’s package nginx-light or nginx\n');
  else console.log(`${formatProxied(await measureProxied(nginx, house, rounds, seconds))}\n`);
} finally {
  await house.stop();
}
console.log(formatMemory(await measureMemory(starts), await measureHeap(starts)));
