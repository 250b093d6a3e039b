import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../../src/index';
import { ada, cutOff, endFollowing, follow, hurry, serve, warnings } from '../../support/following';
import { serveBoth } from '../../support/serve-both';
import { until } from '../../support/until';

let warned: string[];
beforeEach(() => {
  warned = warnings();
  hurry();
});
afterEach(endFollowing);

describe('the token', () => {
  const token = 'a-token-of-thirty-two-characters';

  it('goes with both requests, where there is one', async () => {
    const { url, asked } = await serveBoth();
    const followed = follow(url, { token });
    await until('it is connected', () => followed.status().connected);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill(`Bearer ${token}`));
    const without = follow(url);
    await until('it is connected', () => without.status().connected);
    expect(asked.slice(2).map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('is not sent to where a redirect leads', async () => {
    const elsewhere = await serveBoth();
    const server = await serve();
    server.snapshot = (_req, res) => void res.writeHead(307, { Location: elsewhere.url }).end();
    follow(server.url, { token });
    await until('it warned', () => warned.length === 1);
    expect(warned).toEqual([cutOff('no application/x-ndjson, but status 307')]);
    expect(elsewhere.asked).toEqual([]);
  });

  it.each([401, 403])('that is refused with %d keeps a service from starting', async (status) => {
    const server = await serve();
    server.snapshot = (_req, res) => void res.writeHead(status).end();
    const followed = follow(server.url, { token });
    await expect(followed.ready()).rejects.toThrow(ConfigurationError);
    await expect(followed.ready()).rejects.toThrow(/compare INTERNAL_TOKEN with that of the auth service/);
    expect(warned).toEqual([cutOff('the source refuses the token')]);
    expect(warned.join()).not.toContain(token);
  });

  it('that is refused later ends nothing', async () => {
    const server = await serveBoth();
    const followed = follow(server.url, { token });
    await until('it is connected', () => followed.status().connected);
    server.answer = (_req, res) => void res.writeHead(401).end();
    server.cut();
    await until('it warned twice', () => warned.length === 2);
    expect(warned[1]).toBe(cutOff('the source refuses the token'));
    await followed.ready();
    expect(followed.isRevoked(ada)).toBe(true);
  });
});
