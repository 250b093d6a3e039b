import { type Promised } from '../lib/promises.js';
import {
  COURSE,
  LATCHKEY,
  LATCHKEY_CLAIMS,
  LATCHKEY_ES256,
  LATCHKEY_MANY,
  LATCHKEY_STEP_UP,
} from './contestants.js';

/** Rows that are promised the same. */
const OWN_ROWS = [LATCHKEY, LATCHKEY_CLAIMS, LATCHKEY_STEP_UP, LATCHKEY_MANY];
import { type Round } from './measure.js';
import { compare, summarize } from './summary.js';

/** What the design promises of local verification on this Node (docs/design.md), with what was measured. */
export function promisesOf(rounds: readonly Round[], nodeMajor: number): Promised[] {
  const ofOwnRows = OWN_ROWS.flatMap((name): Promised[] => {
    const { ofBare, addedCpuUs, p99OfBare } = summarize(rounds, name);
    const addedLimit = nodeMajor >= 24 ? 6 : 20;
    return [
      { what: `${name}: requests/s ÷ bare`, limitIs: 'least', limit: 0.8, measured: ofBare, digits: 2 },
      { what: `${name}: added CPU µs`, limitIs: 'most', limit: addedLimit, measured: addedCpuUs, digits: 1 },
      { what: `${name}: p99 ÷ bare`, limitIs: 'most', limit: 1.5, measured: p99OfBare, digits: 2 },
    ];
  });
  const ofEs256 = compare(rounds, LATCHKEY_ES256, LATCHKEY, (own, secret) => own.cpuUs / secret.cpuUs);
  const sameForPairs: Promised = {
    what: `${LATCHKEY_ES256}: CPU ÷ HS256`,
    limitIs: 'most',
    limit: 1.1,
    measured: ofEs256,
    digits: 2,
  };
  // Nothing is promised against the course's stack on newer Nodes, where a string secret costs a tenth.
  if (nodeMajor >= 24) return [...ofOwnRows, sameForPairs];
  const ofCourse = compare(rounds, LATCHKEY, COURSE, (own, course) => own.rate / course.rate);
  return [
    ...ofOwnRows,
    sameForPairs,
    {
      what: `${LATCHKEY}: requests/s ÷ ${COURSE}`,
      limitIs: 'least',
      limit: 4,
      measured: ofCourse,
      digits: 2,
    },
  ];
}
