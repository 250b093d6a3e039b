import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { takeRequestId } from '../../src/server';
import { express } from '../support/express';

function createApp() {
  const app = express();
  app.use((req, res) => {
    const ids = [takeRequestId(req, res), takeRequestId(req, res), req.get('X-Request-Id')];
    res.json(ids);
  });
  return app;
}

interface Answer {
  readonly body: string[];
  readonly headers: Record<string, string>;
}

/** Asks for the ids of one request. */
async function ask(header: Record<string, string | string[]> = {}): Promise<Answer> {
  return request(createApp())
    .get('/')
    .set(header as Record<string, string>);
}
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the id of a request', () => {
  it('is made once, answered, and carried by the request', async () => {
    const { body, headers } = await ask();
    expect(headers['x-request-id']).toMatch(UUID);
    expect(body).toEqual(Array(3).fill(headers['x-request-id']));
  });

  it.each(['a', 'A-b_9', 'x'.repeat(64)])('is the given %s', async (id) => {
    const { body, headers } = await ask({ 'X-Request-Id': id });
    expect([headers['x-request-id'], ...body]).toEqual(Array(4).fill(id));
  });

  it.each(['', 'x'.repeat(65), 'a b', 'a\tb', '<a>', 'a=b', 'é'])('is made in place of %j', async (id) => {
    const { body, headers } = await ask({ 'X-Request-Id': id });
    expect(headers['x-request-id']).toMatch(UUID);
    expect(body).toEqual(Array(3).fill(headers['x-request-id']));
  });

  it('is made in place of several', async () => {
    const { headers } = await request(createApp())
      .get('/')
      .set({ 'X-Request-Id': ['a', 'b'] as never });
    expect(headers['x-request-id']).toMatch(UUID);
  });
});
