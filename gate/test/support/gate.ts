import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthenticator, readOptions } from '@latchkey/common/protocol';
import { listen } from '@latchkey/common/server';
import { accessToken, useTestKeyPair } from '@latchkey/common/testing';
import { expect } from '@jest/globals';
import { createGate } from '../../src/decision/gate';
import { readPolicies } from '../../src/policies/read-policies';
import { createSignIn } from '../../src/sign-in/sign-in';
import { createTestList } from './list';

useTestKeyPair();
process.env.COOKIE_SECURE = 'false';

/** Where people sign in, and another origin that they come back to. */
export const PUBLIC = 'https://shop.example.com';
export const OTHER = 'https://reports.example.com';

/** What a proxy got. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export type Headers = Readonly<Record<string, string | string[]>>;

export const NOBODY = {
  'x-user-id': '',
  'x-user-email': '',
  'x-user-roles': '',
  'x-user-acr': '',
  'x-user-amr': '',
  'x-user-auth-time': '',
};

/** Starts a gate in this process. @param policies YAML */
export async function startGate(policies: string, trustedOrigins: readonly string[] = []) {
  const list = createTestList();
  const logged: { readonly fields: object; readonly message: string }[] = [];
  const counted: string[] = [];
  const note = (fields: object, message: string) => void logged.push({ fields, message });
  const server = await listen(
    createGate({
      policies: readPolicies(policies),
      authenticator: createAuthenticator(
        readOptions({
          jwtPublicKey: process.env.JWT_PUBLIC_KEY,
          cookieSecure: false,
          trustedOrigins,
          revocations: list.revocations,
        }),
      ),
      trustedOrigins,
      signIn: createSignIn({ publicUrl: PUBLIC, accountPath: '/account', returnOrigins: [OTHER] }),
      log: { warn: note, error: note },
      count: (policy, status) => counted.push(`${policy} ${status}`),
    }),
    0,
    '127.0.0.1',
  );
  const { port } = server.address() as AddressInfo;

  /** Sends a question as it stands: no path is normalised. */
  function ask(path: string, headers: Headers = {}, method = 'GET'): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        const { statusCode: status = 0 } = answer;
        answer.on('end', () => resolve({ status, headers: answer.headers as Record<string, string>, body }));
      });
      asked.on('error', reject).end();
    });
  }

  return { ask, list, logged, counted, port, stop: () => void server.close() };
}

export type TestGate = Awaited<ReturnType<typeof startGate>>;

export const person = (more: object = {}) => ({ id: randomUUID(), email: 'ada@example.com', ...more });

/** Headers without some of them. */
export function without(headers: Headers, ...names: string[]): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

export const bearer = (user: Parameters<typeof accessToken>[0], expiresIn = 900): Headers => ({
  Authorization: `Bearer ${accessToken(user, { expiresIn })}`,
});

/** A refusal as a service on the library would answer it, which tells of nobody. */
export function expectRefused({ status, headers, body }: Answered, expected: number, code: string) {
  expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([expected, code]);
  expect(headers).toMatchObject({
    ...NOBODY,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
  });
}
