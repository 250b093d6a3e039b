import { parseArgs } from 'node:util';
import { openDatabase } from '../auth/database.js';
import { describeMachine } from '../lib/machine.js';
import { wholeNumber } from '../lib/option-values.js';
import { formatPromises } from '../lib/promises.js';
import { checkContestant } from './check.js';
import {
  BARE,
  CONTESTANTS,
  PAIRS,
  PROMISED,
  startContestant,
  type RunningContestant,
} from './contestants.js';
import { formatFunctions, measureFunctions } from './functions.js';
import { promisesOf } from './judge.js';
import { CONNECTIONS, measureRound, warmUp, type Round } from './measure.js';
import { formatSummaries } from './report.js';
import { summarize } from './summary.js';

/**
 * Measures what an authenticated route costs on the library, beside the bare route and the library's peers.
 *
 *     npm run bench:verify [-- --rounds 60 --seconds 0.1]
 *     npm run bench:verify -- --promises                 only the rows that promises speak of; two to four minutes
 *     npx --yes node@24 bench/dist/verify/main.js        the same on another Node, after npm run build
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '0.1' },
    promises: { type: 'boolean', default: false },
  },
});
const [roundCount, seconds] = [wholeNumber('rounds', values.rounds, 1), Number(values.seconds)];
if (!(seconds > 0)) throw new Error('--seconds must be a number above 0');

const contestants = CONTESTANTS.filter(({ name }) => !values.promises || PROMISED.includes(name));
const pairsToMeasure = PAIRS.filter(
  (pair) => !values.promises || pair.every((name) => PROMISED.includes(name)),
);

const database = await openDatabase(console.log);
const environment = {
  ...database.env,
  COOKIE_SECURE: 'true',
  LOG_LEVEL: 'silent',
  // The library would say that it follows no revocations, which is not the subject here.
  NODE_NO_WARNINGS: '1',
};
const running: RunningContestant[] = [];
try {
  console.log(`bench:verify on ${describeMachine()}; database: ${database.kind}`);
  console.log(`${CONNECTIONS} connections each, full load, ${roundCount} rounds of pairs of ${seconds} s\n`);
  for (const contestant of contestants) running.push(await startContestant(contestant, environment));
  for (const contestant of running) await checkContestant(contestant);
  report(await measureRounds());
  console.log(`\n${formatFunctions(await measureFunctions(environment, roundCount))}`);
} finally {
  for (const { server, auth } of running) {
    server.stop();
    auth?.stop();
  }
  await database.stop();
}

async function measureRounds(): Promise<Round[]> {
  const named = (name: string) => running.find((each) => each.name === name)!;
  const pairs = pairsToMeasure.map(([own, other]) => [named(own), named(other)] as const);
  const rounds: Round[] = [];
  for (const contestant of running) await warmUp(contestant, seconds);
  for (let round = 1; round <= roundCount; round++) {
    process.stderr.write(`round ${round} of ${roundCount}\n`);
    rounds.push(await measureRound(pairs, seconds, round % 2 === 0));
  }
  return rounds;
}

function report(rounds: readonly Round[]): void {
  const nodeMajor = Number.parseInt(process.versions.node);
  console.log(
    '\nEach figure is the median over the rounds, with its 95 % interval; ÷ and added compare with the bare route right beside it, which is sent the same bytes.',
  );
  const names = contestants.map(({ name }) => name).filter((name) => name !== BARE);
  console.log(formatSummaries(names.map((name) => summarize(rounds, name))));
  console.log(`\nPromises on Node ${nodeMajor}, median [95 % interval]; the worse end decides:`);
  console.log(formatPromises(promisesOf(rounds, nodeMajor)));
}
