import { afterEach, describe, expect, it } from '@jest/globals';
import { createChallenges } from '../../../src/credentials/passkeys/challenges';
import { MINUTE, restartClock, stopClock } from '../../support/clock';

const BROWSER = 'b'.repeat(22);

describe('a challenge that nothing keeps', () => {
  afterEach(restartClock);
  const [one, two] = ['only-for-tests-only-for-tests-only-1', 'only-for-tests-only-for-tests-only-2'];

  it('is good for ten minutes, on each replica', () => {
    const clock = stopClock();
    const challenge = createChallenges(one).make(BROWSER);
    clock.pass(9 * MINUTE);
    expect(createChallenges(one).goodUntil(challenge, BROWSER)).toEqual(new Date(Date.now() + MINUTE));
    clock.pass(MINUTE);
    expect(createChallenges(one).goodUntil(challenge, BROWSER)).toBeUndefined();
  });

  it('is checked by each key of the ring', () => {
    const challenge = createChallenges(one).make(BROWSER);
    expect(createChallenges(`${two}, ${one}`).goodUntil(challenge, BROWSER)).toBeDefined();
    expect(createChallenges(two).goodUntil(challenge, BROWSER)).toBeUndefined();
  });

  it('is of one browser', () => {
    const challenge = createChallenges(one).make(BROWSER);
    expect(createChallenges(one).goodUntil(challenge, 'c'.repeat(22))).toBeUndefined();
  });

  it('is nothing that anybody else can make', () => {
    const challenges = createChallenges(one);
    const challenge = challenges.make(BROWSER);
    for (const other of [
      '',
      challenge.slice(4),
      `B${challenge.slice(1)}`,
      `${challenge.slice(0, -1)}${challenge.endsWith('A') ? 'B' : 'A'}`,
      'A'.repeat(72),
      `${challenge}\n`,
    ])
      expect(challenges.goodUntil(other, BROWSER)).toBeUndefined();
    expect(challenges.make(BROWSER)).not.toBe(challenge);
  });
});
