import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { loggedError } from '../../src/server';

describe('what is logged of an error', () => {
  it('is its type, code, message and stack, and nothing that hangs on it', () => {
    const topology = { servers: { 'db:27017': { topologyVersion: null } } };
    const error = Object.assign(new RangeError('away', { cause: topology }), {
      code: 'E_AWAY',
      reason: topology,
    });
    expect(loggedError(error)).toEqual({
      type: 'RangeError',
      message: 'away',
      code: 'E_AWAY',
      stack: expect.stringContaining('RangeError: away\n    at '),
    });
  });

  it('is the messages and stacks of its causes, too, also where they go in a circle', () => {
    const [outer, inner] = [new Error('outer'), new Error('inner')];
    outer.cause = inner;
    expect(loggedError(outer)).toEqual({
      type: 'Error',
      message: 'outer: inner',
      stack: expect.stringMatching(/^Error: outer[^]*\ncaused by: Error: inner/),
    });
    inner.cause = outer;
    expect(loggedError(outer)).toMatchObject({ message: 'outer: inner: outer: inner: outer' });
  });

  it('is the same for an error of another realm', () => {
    const error: unknown = runInNewContext("Object.assign(new TypeError('elsewhere'), { more: 1 })");
    expect(loggedError(error)).toEqual({
      type: 'TypeError',
      message: 'elsewhere',
      stack: expect.any(String),
    });
  });

  it('is what was thrown, where that is no error', () => {
    for (const thrown of ['text', 7, null, undefined, { some: 'thing' }])
      expect(loggedError(thrown)).toBe(thrown);
  });
});
