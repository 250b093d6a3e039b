import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/index';
import { drain, explain, listen } from '../../src/server';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('what an operator can mend is told in one message, without a stack', () => {
  it('a configuration that is not usable', () => {
    const error = new ConfigurationError(['PORT is not valid', 'JWT_KEY is not set']);
    expect(explain(error)).toBe(error.message);
  });

  it('a port that is in use', async () => {
    const server = await listen(() => undefined, 0, '127.0.0.1');
    const { port } = server.address() as { port: number };
    const error: unknown = await listen(() => undefined, port, '127.0.0.1').catch((it: unknown) => it);
    expect(explain(error)).toBe(`cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
    await drain(server, 0);
  });

  it('an address that is not of this machine', async () => {
    const error: unknown = await listen(() => undefined, 0, '192.0.2.1').catch((it: unknown) => it);
    expect(explain(error)).toMatch(/^cannot listen: .*EADDRNOTAVAIL[^\n]*$/);
  });

  it('a database that is away', () => {
    const error = named('MongoServerSelectionError', 'connect ECONNREFUSED 127.0.0.1:27017');
    expect(explain(error)).toBe(
      'MongoDB cannot be used: connect ECONNREFUSED 127.0.0.1:27017; start it, or correct MONGO_URI',
    );
  });
});

it.each([
  ['a fault of ours', new TypeError('x is undefined')],
  ['a misused driver', named('MongoInvalidArgumentError', 'no such option')],
])('%s is told with its stack', (_what, error) => {
  expect(explain(error)).toBe(error.stack);
});

it('what is no error is told as it is', () => {
  expect(explain('gone')).toBe('gone');
});
