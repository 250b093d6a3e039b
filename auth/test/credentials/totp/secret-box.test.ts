import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseEncryptionKeys } from '@latchkey/common/protocol';
import { createSecretBox } from '../../../src/credentials/totp/secret-box';

const [OLD, NEW] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'));
const SECRET = randomBytes(20);
const ACCOUNT = '64b000000000000000000001';
const boxOf = (keys: string, purpose = 'totp') => createSecretBox(purpose, parseEncryptionKeys(keys));
const UNAVAILABLE = expect.objectContaining({ statusCode: 503, code: 'unavailable' });

describe('the secrets of accounts', () => {
  it('open for the account that they are sealed for, and each sealing is another one', () => {
    const box = boxOf(OLD!);
    const sealed = [box.seal(ACCOUNT, SECRET), box.seal(ACCOUNT, SECRET)];
    for (const each of sealed) expect(box.open(ACCOUNT, each)).toEqual(SECRET);
    expect(sealed[0]!.secret).not.toBe(sealed[1]!.secret);
    expect(sealed[0]!.secret).not.toContain(SECRET.toString('base64url'));
  });

  it('do not open for another account or use, and not when they were changed', () => {
    const box = boxOf(OLD!);
    const sealed = box.seal(ACCOUNT, SECRET);
    const bytes = Buffer.from(sealed.secret, 'base64url');
    bytes[20]! ^= 1;
    expect(() => box.open('64b000000000000000000002', sealed)).toThrow('unable to authenticate data');
    expect(() => boxOf(OLD!, 'other').open(ACCOUNT, sealed)).toThrow('unable to authenticate data');
    expect(() => box.open(ACCOUNT, { ...sealed, secret: bytes.toString('base64url') })).toThrow(
      'unable to authenticate data',
    );
    expect(() => box.open(ACCOUNT, { ...sealed, secret: 'short' })).toThrow(
      'Invalid authentication tag length',
    );
  });

  it('are sealed by the first key that does not only decrypt, and opened by all', () => {
    const old = boxOf(OLD!).seal(ACCOUNT, SECRET);
    const introduced = boxOf(`${OLD},decrypt:${NEW}`);
    const turned = boxOf(`decrypt:${OLD},${NEW}`);
    expect(introduced.seal(ACCOUNT, SECRET).key).toBe(old.key);
    const next = turned.seal(ACCOUNT, SECRET);
    expect(next.key).not.toBe(old.key);
    for (const box of [introduced, turned])
      for (const sealed of [old, next]) expect(box.open(ACCOUNT, sealed)).toEqual(SECRET);
  });

  it('need their key: without it there is an outage of them alone', () => {
    const sealed = boxOf(OLD!).seal(ACCOUNT, SECRET);
    expect(() => boxOf(NEW!).open(ACCOUNT, sealed)).toThrow(UNAVAILABLE);
    expect(() => boxOf(`decrypt:${NEW}`).seal(ACCOUNT, SECRET)).toThrow(UNAVAILABLE);
    expect(() => createSecretBox('totp', []).seal(ACCOUNT, SECRET)).toThrow(UNAVAILABLE);
  });
});
