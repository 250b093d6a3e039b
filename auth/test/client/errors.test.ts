import { createClient, LatchkeyError, readAnswer } from '@latchkey/common/client';
import { describe, expect, it } from '@jest/globals';
import { listAreas } from '../../src/apps/endpoints';
import { createDocument } from '../../src/openapi/document';
import { fetchWithCookies } from '../support/cookie-jar';
import { EVERY_ENDPOINT } from '../support/every-endpoint';
import { withAuth } from '../support/with-auth';

describe('the error of a client', () => {
  it('says what is wrong with which field', async () => {
    const error: unknown = await withAuth({}, ({ url }) =>
      createClient({ baseUrl: url, fetch: fetchWithCookies().fetch })
        .signUp({ email: 'nobody', password: '' })
        .catch((reason: unknown) => reason),
    );
    expect(error).toBeInstanceOf(LatchkeyError);
    expect(error).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [
        { field: 'email', message: expect.any(String) },
        { field: 'password', message: expect.any(String) },
      ],
    });
  });

  it('says so when nobody answers', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' });
    await expect(client.currentUser()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it.each([
    ['a page', new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'Retry-After': '7' } })],
    [
      'JSON of somebody else',
      new Response('{"error":"no"}', { status: 502, headers: { 'Retry-After': '7' } }),
    ],
    ['nothing', new Response(null, { status: 502, headers: { 'Retry-After': '7' } })],
  ])('says so when the answer is %s', async (_what, answer) => {
    const client = createClient({ fetch: () => Promise.resolve(answer) });
    await expect(client.signOut()).rejects.toMatchObject({
      status: 502,
      code: 'unexpected_answer',
      retryAfter: 7,
    });
  });

  it('has the code of a service of yours apart, since its own codes are a closed set', async () => {
    const answer = Response.json({ code: 'sold_out', errors: [{ message: 'No seats.' }] }, { status: 409 });
    await expect(readAnswer(answer)).rejects.toMatchObject({
      status: 409,
      code: 'service_error',
      serviceCode: 'sold_out',
      errors: [{ message: 'No seats.' }],
    });
  });

  it('has a code for all that the OpenAPI document names', async () => {
    const { paths } = createDocument(listAreas(EVERY_ENDPOINT), { cookieSecure: false });
    const answers = Object.values(paths).flatMap((methods) => Object.values(methods)) as {
      responses: Record<string, { description: string }>;
    }[];
    const failures = answers.flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => !/^[23]/.test(status)),
    );
    const named = failures.flatMap(([, { description }]) => description.match(/`[a-z]+(?:_[a-z]+)+`/g) ?? []);
    const codes = [...new Set(named)].map((name) => name.slice(1, -1));
    expect(codes).toContain('session_revoked');
    for (const code of codes) {
      const answer = Response.json({ code, errors: [] }, { status: 400 });
      await expect(readAnswer(answer)).rejects.toMatchObject({ code });
    }
  });
});
