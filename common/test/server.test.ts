import { describe, expect, it } from '@jest/globals';
import { drain, listen } from '../src/server';

describe('drain', () => {
  it.each([-1, 600_001, NaN, Infinity])(
    'refuses a patience of %d ms, and goes on serving',
    async (patience) => {
      const server = await listen((_req, res) => void res.end('served'), 0, '127.0.0.1');
      await expect(drain(server, patience)).rejects.toThrow(
        new RangeError('the patience of drain must be 0 to 600000 ms'),
      );
      expect(server.listening).toBe(true);
      await drain(server, 0);
      expect(server.listening).toBe(false);
    },
  );
});
