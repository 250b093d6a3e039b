import { createClient, readAnswer, type ErrorCode } from '@latchkey/common/client';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { answering, type Answering } from '../support/answering';

type Body = NonNullable<RequestInit['body']>;

/** What a service says whose access token has expired. */
const EXPIRED = { status: 401, body: '{"code":"token_expired","errors":[]}' };

let service: Answering | undefined;

afterEach(async () => {
  await service?.stop();
  service = undefined;
});

/** A client of a service that answers as it is told to. */
async function clientOf(answers: Parameters<typeof answering>[0], options: { timeoutMs?: number } = {}) {
  service = await answering(answers);
  return createClient({ baseUrl: service.url, ...options });
}

const failed = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: { code: ErrorCode }) => error.code,
  );

describe('an answer of 200', () => {
  it.each([
    ['HTML', { body: '<h1>Welcome</h1>' }],
    ['nothing', { body: '' }],
    ['half of one', { body: '{"id":"ada","em', breaksOff: true }],
    ['a text', { body: '"ok"' }],
    ['null', { body: 'null' }],
  ])('with %s is unexpected_answer', async (_what, answer) => {
    const client = await clientOf(() => ({ status: 200, ...answer }));
    const calls = [client.currentUser, client.signOut, client.refresh, () => readAnswer(client.fetch('/x'))];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({
        name: 'LatchkeyError',
        code: 'unexpected_answer',
        status: 200,
      });
  });
});

describe('a call that nobody answers', () => {
  it.each(['no head', 'no body'])('with %s is given up by its signal, and by its time', async (part) => {
    const hangs = part === 'no head' ? undefined : { status: 200, body: '{', hangs: true };
    const client = await clientOf(() => hangs, { timeoutMs: 200 });
    const controller = new AbortController();
    const aborted = client.listSessions({}, { signal: controller.signal });
    await service!.asked(1);
    controller.abort();
    expect(await failed(aborted)).toBe('aborted');
    expect(await failed(client.currentUser())).toBe('timeout');
    expect(await failed(client.signIn({ email: 'a@example.com', password: 'x' }))).toBe('timeout');
    expect(await failed(client.refresh())).toBe('timeout');
    expect(await failed(readAnswer(client.fetch('/x', { signal: AbortSignal.timeout(50) })))).toBe('timeout');
  });

  it('is not sent when it was given up before', async () => {
    const client = await clientOf(() => ({ status: 200, body: '{}' }));
    const signal = AbortSignal.abort();
    expect(await failed(client.fetch('/x', { signal }))).toBe('aborted');
    expect(await failed(client.signOut({ signal }))).toBe('aborted');
    expect(service!.requests).toEqual([]);
  });

  it('settles with a fetch that takes no heed of signals', async () => {
    const client = createClient({ fetch: () => new Promise<Response>(() => undefined), timeoutMs: 50 });
    expect(await failed(client.fetch('/x'))).toBe('timeout');
    expect(await failed(client.signIn({ email: 'a', password: 'b' }))).toBe('timeout');
  });

  it('keeps no other call waiting: neither a refresh nor what writes cookies', async () => {
    const client = await clientOf((path) => (path === '/api/users/refresh' ? undefined : EXPIRED), {
      timeoutMs: 400,
    });
    const waiting = client.fetch('/x');
    await service!.asked(2);
    const controller = new AbortController();
    const aborted = client.fetch('/x', { signal: controller.signal });
    await service!.asked(3);
    controller.abort();
    expect(await failed(aborted)).toBe('aborted');
    const signedOut = failed(client.signOut());
    expect(await failed(waiting)).toBe('timeout');
    // It had waited for the refresh, and was refused in turn.
    expect(['timeout', 'token_expired']).toContain(await signedOut);
  });

  it.each([0, -1, NaN, 600_001, Infinity])('takes no time limit of %d', (timeoutMs) => {
    expect(() => createClient({ timeoutMs })).toThrow(RangeError);
  });
});

describe('a body that can be read once', () => {
  async function* generated() {
    yield await Promise.resolve(Buffer.from('{"title":"Concert"}'));
  }

  it.each<[string, () => Body]>([
    ['an async generator', () => generated()],
    ['a stream', () => new Blob(['{"title":"Concert"}']).stream()],
  ])('is never sent again empty: %s', async (_what, body) => {
    const client = await clientOf(() => EXPIRED);
    const response = await client.fetch('/x', {
      method: 'POST',
      body: body(),
      duplex: 'half',
    });
    expect(response.status).toBe(401);
    expect(service!.requests).toEqual(['POST /x {"title":"Concert"}']);
  });

  it.each<[string, () => Body]>([
    ['a text', () => 'a=1'],
    ['a form', () => new URLSearchParams({ a: '1' })],
    ['bytes', () => Buffer.from('a=1')],
    ['a blob', () => new Blob(['a=1'])],
  ])('is not %s, which is sent again whole', async (_what, body) => {
    let isRenewed = false;
    const client = await clientOf((path) => {
      if (path === '/api/users/refresh') isRenewed = true;
      return isRenewed ? { status: 200, body: '{}' } : EXPIRED;
    });
    expect((await client.fetch('/x', { method: 'POST', body: body() })).status).toBe(200);
    expect(service!.requests).toEqual(['POST /x a=1', 'POST /api/users/refresh ', 'POST /x a=1']);
  });
});

describe('where globals are missing or other ones', () => {
  it.each(['ReadableStream', 'DOMException'] as const)('it needs no %s', async (name) => {
    const original = globalThis[name];
    const client = await clientOf(() => EXPIRED, { timeoutMs: 400 });
    Object.defineProperty(globalThis, name, { value: undefined, configurable: true, writable: true });
    try {
      await expect(client.fetch('/x', { method: 'POST', body: 'a' })).rejects.toMatchObject({
        code: 'token_expired',
      });
      await expect(createClient({ baseUrl: 'http://127.0.0.1:9' }).signOut()).rejects.toMatchObject({
        code: 'unreachable',
      });
    } finally {
      Object.defineProperty(globalThis, name, { value: original, configurable: true, writable: true });
    }
  });

  it('asks with the fetch of the moment, since tools for tests replace it', async () => {
    const client = createClient({ baseUrl: 'http://auth.example' });
    const replaced = jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ currentUser: null }));
    try {
      expect(await client.currentUser()).toEqual({ currentUser: null });
    } finally {
      replaced.mockRestore();
    }
  });

  it('settles where fetch refuses the signals of another AbortController, as in jsdom', async () => {
    const client = createClient({
      fetch: (_url, init) =>
        init?.signal
          ? Promise.reject(
              new TypeError('Expected signal ("AbortSignal {}") to be an instance of AbortSignal.'),
            )
          : Promise.resolve(Response.json({ currentUser: null })),
    });
    expect(await client.currentUser()).toEqual({ currentUser: null });
  });
});

describe('baseUrl', () => {
  it.each(['', '/', '//'])('may end with %j', async (end) => {
    service = await answering(() => ({ status: 200, body: '{}' }));
    const client = createClient({ baseUrl: service.url + end });
    await client.signOut();
    await client.fetch('x');
    expect(service.requests).toEqual(['POST /api/users/signout ', 'GET /x ']);
  });

  it('is asked for on a server, where there is no page', async () => {
    await expect(createClient().currentUser()).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('baseUrl'),
    });
  });
});
