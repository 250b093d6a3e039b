import { ZxcvbnFactory, type MatchEstimated } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';

/**
 * As many UTF-16 units are looked at, at each end: the time grows with more than their square, and what is not guessed easily
 * by then is not guessed easily at all.
 */
const MAX_UNITS = 16;

export interface PasswordEstimate {
  /** How many guesses an attacker needs who knows how people make passwords. */
  readonly guesses: number;
  /** What the text consists of, in the reading that needs the fewest. */
  readonly parts: readonly MatchEstimated[];
}

export type PasswordEstimator = (text: string, enough: number) => PasswordEstimate;

let estimator: PasswordEstimator | undefined;

/**
 * The estimator of this process, which is made at first use: it takes half a second and 25 MB for 147,000 common passwords,
 * English words and first names. Last names are left out, since many are as rare as a random string of their length.
 *
 * It is not asked for more than `enough` guesses: the end of a long text is looked at only if its beginning has fewer.
 */
export function passwordEstimator(): PasswordEstimator {
  return (estimator ??= createEstimator());
}

function createEstimator(): PasswordEstimator {
  const zxcvbn = new ZxcvbnFactory({
    dictionary: {
      ...common,
      'commonWords-en': english['commonWords-en'],
      'wikipedia-en': english['wikipedia-en'],
      'firstnames-en': english['firstnames-en'],
    },
    graphs: adjacencyGraphs,
    // It tries each combination of substitutions, which takes up to 0.5 s; `formsOf` has one of them.
    l33tTable: {},
  });

  function estimate(text: string): PasswordEstimate {
    const parts = zxcvbn.check(text).sequence as MatchEstimated[];
    return { guesses: guessesOf(parts), parts };
  }

  return (text, enough) => {
    const start = estimate(text.slice(0, MAX_UNITS));
    if (text.length <= MAX_UNITS || start.guesses >= enough) return start;
    const end = estimate(text.slice(-MAX_UNITS));
    return end.guesses > start.guesses ? end : start;
  };
}

/**
 * The product of the parts' guesses and of the ways to order them. zxcvbn adds 10,000 to the power of the further parts, which
 * lets each password of three parts pass, such as a city, a year and a sign.
 */
function guessesOf(parts: readonly MatchEstimated[]): number {
  return parts.reduce((product, { guesses }, index) => product * guesses * (index + 1), 1);
}
