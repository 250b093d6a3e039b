import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { parseKeyRing } from '../../src/keys/key-ring';
import { signAccessToken } from '../../src/token/sign-access-token';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asCookie, OTHER_SECRET, SECRET } from '../support/tokens';

describe('a key ring', () => {
  it('signs with its first key and verifies with all', () => {
    const ring = parseKeyRing(`${SECRET},${OTHER_SECRET}`);
    const [first, second] = [SECRET, OTHER_SECRET].map((secret) => parseKeyRing(secret).signing);
    expect(ring.signing.kid).toBe(first?.kid);
    expect(ring.find(first?.kid ?? '')?.key.equals(first?.key as never)).toBe(true);
    expect(ring.find(second?.kid ?? '')?.key.equals(second?.key as never)).toBe(true);
    expect(ring.find('unknown')).toBeUndefined();
  });

  it('does not mind spaces, line breaks and empty entries', () => {
    const { kid } = parseKeyRing(SECRET).signing;
    for (const text of [` ${SECRET} `, `${SECRET}\n`, `,${SECRET}`, `${SECRET},`, ` , ${SECRET} ,, `]) {
      expect(parseKeyRing(text).signing.kid).toBe(kid);
    }
    expect(parseKeyRing(`${SECRET} ,\n ${OTHER_SECRET}`).find(kid)).toBeDefined();
  });

  it('counts bytes, not characters', () => {
    expect(() => parseKeyRing('k'.repeat(31))).toThrow(/key 1 of .*has 31 bytes, at least 32 are needed/);
    expect(() => parseKeyRing('k'.repeat(32))).not.toThrow();
    expect(() => parseKeyRing('é'.repeat(16))).not.toThrow();
  });

  it.each([
    ['nothing', '', 'holds no key'],
    ['only separators', ' , ,', 'holds no key'],
    ['a short key', 'hunter2', /key 1 of .*has 7 bytes/],
    ['a short key behind a good one', `${SECRET}, hunter2`, /key 2 of .*has 7 bytes/],
    [
      'the good one cut in two by a comma',
      SECRET.replace('-the-', ',hunter2'),
      /commas separate keys.* has 18 bytes/,
    ],
  ])('refuses %s, and says how to make a good one without repeating it', (_name, text, message) => {
    const parse = () => parseKeyRing(text);
    expect(parse).toThrow(message);
    expect(parse).toThrow('openssl rand -base64 48');
    expect(parse).not.toThrow(/hunter2|secret-that/);
  });

  it('names each key so that the name tells nothing about it', () => {
    const kids = [SECRET, OTHER_SECRET, `${SECRET}x`].map((secret) => parseKeyRing(secret).signing.kid);
    expect(new Set(kids).size).toBe(3);
    for (const kid of kids) expect(kid).toMatch(/^[\w-]{16}$/);
  });
});

describe('a rotation', () => {
  const [OLD, NEW] = [SECRET, OTHER_SECRET];
  const states = [OLD, `${OLD},${NEW}`, `${NEW},${OLD}`, NEW] as const;
  const cookieOf = (jwtKey: string) =>
    asCookie(
      signAccessToken({ sub: 'ada', sid: 's', gen: 0, email: 'ada@example.com', roles: [] }, 900_000, {
        keys: parseKeyRing(jwtKey),
        issuer: 'latchkey',
        audience: 'latchkey',
      }),
    );
  const get = (jwtKey: string, cookie: string) =>
    request(ticketService({ jwtKey }).app).get('/tickets').set('Cookie', cookie);

  // During a step, some services are one state ahead of the others.
  it.each([
    [states[0], states[1]],
    [states[1], states[2]],
    [states[2], states[3]],
  ])('logs nobody out on a step of it (%#)', async (before, after) => {
    for (const [signer, verifier] of [
      [before, before],
      [before, after],
      [after, before],
      [after, after],
    ] as const) {
      await get(verifier, cookieOf(signer)).expect(200);
    }
  });

  it('ends with tokens of the old key refused', async () => {
    expectRefused(await get(NEW, cookieOf(`${OLD},${NEW}`)), 'token_invalid');
    await get(NEW, cookieOf(`${NEW},${OLD}`)).expect(200);
  });
});
