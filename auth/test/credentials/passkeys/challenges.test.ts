import { afterEach, describe, expect, it } from '@jest/globals';
import { createChallenges } from '../../../src/credentials/passkeys/challenges';
import { MINUTE, restartClock, stopClock } from '../../support/clock';

describe('a challenge that nothing keeps', () => {
  afterEach(restartClock);
  const [one, two] = ['only-for-tests-only-for-tests-only-1', 'only-for-tests-only-for-tests-only-2'];

  it('is good for ten minutes, on each replica', () => {
    const clock = stopClock();
    const challenge = createChallenges(one).make();
    clock.pass(9 * MINUTE);
    expect(createChallenges(one).goodUntil(challenge)).toEqual(new Date(Date.now() + MINUTE));
    clock.pass(MINUTE);
    expect(createChallenges(one).goodUntil(challenge)).toBeUndefined();
  });

  it('is checked by each key of the ring', () => {
    const challenge = createChallenges(one).make();
    expect(createChallenges(`${two}, ${one}`).goodUntil(challenge)).toBeDefined();
    expect(createChallenges(two).goodUntil(challenge)).toBeUndefined();
  });

  it('is nothing that anybody else can make', () => {
    const challenges = createChallenges(one);
    const challenge = challenges.make();
    for (const other of [
      '',
      challenge.slice(4),
      `B${challenge.slice(1)}`,
      `${challenge.slice(0, -1)}${challenge.endsWith('A') ? 'B' : 'A'}`,
      'A'.repeat(72),
      `${challenge}\n`,
    ])
      expect(challenges.goodUntil(other)).toBeUndefined();
    expect(challenges.make()).not.toBe(challenge);
  });
});
