import { describe, expect, it } from '@jest/globals';
import { createEmailHash } from '../../src/events/email-hash';
import { JWT_KEY } from '../support/auth-service';

const hashOf = createEmailHash(JWT_KEY);

describe('the hash of an email', () => {
  it('is the same on all replicas, and another one with another signing key', () => {
    const [ring, rotated] = [createEmailHash(`${JWT_KEY},second`), createEmailHash(`second,${JWT_KEY}`)];
    expect(ring('ada@example.com')).toBe(hashOf('ada@example.com'));
    expect(rotated('ada@example.com')).not.toBe(hashOf('ada@example.com'));
    expect(hashOf('bob@example.com')).not.toBe(hashOf('ada@example.com'));
  });
});
