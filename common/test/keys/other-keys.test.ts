import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parseEncryptionKeys, parseKeyRing, parsePublicKeys } from '../../src/keys/key-ring';
import { ConfigurationError, readEnvironment, sharedVariables } from '../../src/index';
import { ec, ed25519, rsa } from '../support/key-pairs';
import { SECRET } from '../support/tokens';

const [EC, RSA] = [ec(), rsa()];

const PRIVATE = createPrivateKey(EC.privatePem);
const PUBLIC = createPublicKey(EC.publicPem);
const privateJwk = PRIVATE.export({ format: 'jwk' });
const der = {
  pkcs8: PRIVATE.export({ type: 'pkcs8', format: 'der' }),
  sec1: PRIVATE.export({ type: 'sec1', format: 'der' }),
  spki: PUBLIC.export({ type: 'spki', format: 'der' }),
  pkcs1: createPrivateKey(RSA.privatePem).export({ type: 'pkcs1', format: 'der' }),
  'a public pkcs1': createPublicKey(RSA.publicPem).export({ type: 'pkcs1', format: 'der' }),
  ed25519: createPublicKey(ed25519().publicPem).export({ type: 'spki', format: 'der' }),
  'an encrypted pkcs8': PRIVATE.export({
    type: 'pkcs8',
    format: 'der',
    cipher: 'aes-256-cbc',
    passphrase: 'hunter2',
  }),
};
const SUBJECT = ['-subj', '/CN=latchkey', '-keyout', '/dev/null', '-nodes'];
const CERTIFICATE = execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...SUBJECT], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
});
const REQUEST = execFileSync('openssl', ['req', '-new', '-newkey', 'rsa:2048', ...SUBJECT], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
});
const PKCS_12 = execFileSync('openssl', ['pkcs12', '-export', '-nocerts', '-passout', 'pass:hunter2'], {
  input: EC.privatePem,
  stdio: ['pipe', 'pipe', 'ignore'],
});
const bytesOf = (pem: string) => Buffer.from(pem.replace(/-----.*-----/g, ''), 'base64');

const base64 = (data: string | Buffer) => Buffer.from(data).toString('base64');
const wrapped = (text: string) => text.replace(/.{64}/g, '$&\n');
/** What a key looks like where only PEM and secrets are taken: it, and what of its fault has to be said. */
const OTHER_FORMS: Record<string, [text: string, mend: RegExp]> = {
  'in double quotes, as docker --env-file leaves them': [`"${EC.privatePem.trim()}"`, /in quotes.*_FILE/],
  'in single quotes': [`'${EC.privatePem}'`, /in quotes.*_FILE/],
  'with \\n spelled out': [EC.privatePem.replaceAll('\n', '\\n'), /spelled out as \\n.*_FILE/],
  'in quotes and with \\n spelled out': [`"${EC.privatePem.replaceAll('\n', '\\n')}"`, /spelled out as \\n/],
  'with text before it': [`my key: ${EC.privatePem}`, /text before it.*-----BEGIN/],
  'with only its end': [EC.privatePem.slice(30), /text before it/],
  'in base64': [base64(EC.privatePem), /PEM in base64.*base64 -d/],
  'in base64 of several lines': [wrapped(base64(EC.privatePem)), /PEM in base64/],
  'in base64url': [Buffer.from(EC.privatePem).toString('base64url'), /PEM in base64/],
  'in base64 in quotes': [`"${base64(EC.privatePem)}"`, /PEM in base64/],
  'in base64 with text before it': [base64(`# mine\n${EC.privatePem}`), /PEM in base64/],
  'in hexadecimal digits': [Buffer.from(EC.privatePem).toString('hex'), /PEM in hex/],
  'public, in quotes': [`"${EC.publicPem}"`, /in quotes/],
  'public, in base64': [base64(EC.publicPem), /PEM in base64/],
  'a JWK': [JSON.stringify(privateJwk), /JSON, such as a JWK.*createPrivateKey/],
  'a JWK of several lines': [JSON.stringify(privateJwk, undefined, 2), /JSON, such as a JWK/],
  'a JWK in quotes': [JSON.stringify(JSON.stringify(privateJwk)), /JSON, such as a JWK/],
  'a JWK in base64': [base64(JSON.stringify(privateJwk)), /JSON, such as a JWK, in base64/],
  'a JWK Set': [JSON.stringify({ keys: [privateJwk] }), /JSON, such as a JWK/],
  'a file of a cloud': [JSON.stringify({ type: 'service_account', key: 'x'.repeat(40) }), /JSON/],
  'a public key of SSH': [`ssh-ed25519 ${base64(randomBytes(51))} ada@host`, /key of SSH.*ssh-keygen/],
  'one of ECDSA': [`ecdsa-sha2-nistp256 ${base64(randomBytes(104))}`, /key of SSH/],
  'one of SSH without its name': [base64(`\0\0\0\x07ssh-rsa${'k'.repeat(80)}`), /key of SSH/],
  'one of PuTTY': [`PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\n${base64(randomBytes(64))}`, /key of SSH/],
  'a certificate in base64 of DER': [base64(bytesOf(CERTIFICATE)), /in DER, as base64/],
  ...Object.fromEntries(
    Object.entries(der).map(([name, bytes]) => [
      `in base64 of DER, ${name}`,
      [base64(bytes), /in DER, as base64.*openssl pkey -inform DER/] as [string, RegExp],
    ]),
  ),
  'in base64, twice': [base64(base64(EC.privatePem)), /PEM in base64/],
  'public, in base64 twice and with line breaks': [base64(wrapped(base64(EC.publicPem))), /PEM in base64/],
  'a JWK in base64, twice': [base64(base64(JSON.stringify(privateJwk))), /JSON, such as a JWK, in base64/],
  'a PKCS #12 file in base64': [base64(PKCS_12), /in DER, as base64.*openssl pkcs12/],
  'a request for a certificate without its first and last line': [base64(bytesOf(REQUEST)), /in DER/],
  'a path of a file': [__filename, /path of a file.*_FILE/],
  'in hexadecimal digits of DER': [der.pkcs8.toString('hex'), /in DER, as hex/],
};

describe.each(Object.entries(OTHER_FORMS))('a key %s', (_what, [text, mend]) => {
  const secretPart = privateJwk.d!.slice(4, 20);

  it.each<[string, (text: string) => unknown]>([
    ['JWT_KEY', parseKeyRing],
    ['JWT_PUBLIC_KEY', parsePublicKeys],
    ['a secret of a ring', (it) => parseKeyRing(`${it},${SECRET}`)],
  ])('is refused as %s with the line that mends it', (_where, parse) => {
    expect(() => parse(text)).toThrow(mend);
    expect(() => parse(text)).not.toThrow(secretPart);
    expect(() => parse(text)).not.toThrow(/[\w+/]{40}/);
  });
});

describe('a PEM of another kind', () => {
  const openSsh = `-----BEGIN OPENSSH PRIVATE KEY-----\n${base64('openssh-key-v1\0')}\n-----END OPENSSH PRIVATE KEY-----`;
  it.each<[string, string, RegExp, RegExp]>([
    ['a certificate', CERTIFICATE, /the private one is needed/, /openssl x509 -pubkey -noout/],
    ['a private key of OpenSSH', openSsh, /ssh-keygen -p -m PKCS8/, /is a private key/],
    ['two of them', EC.privatePem + RSA.privatePem, /put a comma between/, /is a private key/],
    ['two public ones', EC.publicPem + RSA.publicPem, /the private one is needed/, /put a comma between/],
  ])('%s is refused with the line that mends it', (_what, pem, inJwtKey, inPublicKey) => {
    expect(() => parseKeyRing(pem)).toThrow(inJwtKey);
    expect(() => parsePublicKeys(pem)).toThrow(inPublicKey);
  });

  it('is what openssl ecparam prints, whose parameters are no key', () => {
    const pem = execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey'], { encoding: 'utf8' });
    expect(pem).toContain('EC PARAMETERS');
    expect(parseKeyRing(pem).signing.alg).toBe('ES256');
  });
});

describe('a secret', () => {
  it('may be any random text, however it is written', () => {
    for (let i = 0; i < 300; i += 1) {
      const bytes = randomBytes(48);
      // As a sequence in DER would begin.
      if (i % 2) bytes.set([0x30, bytes.length - 2]);
      for (const encoding of ['base64', 'base64url', 'hex'] as const)
        expect(parseKeyRing(bytes.toString(encoding)).signing.alg).toBe('HS256');
    }
  });

  it.each([
    '{not-json-but-what-a-person-typed-in}',
    'correct horse battery staple, said nobody'.replace(',', ''),
  ])('may be what a person typed: %s', (text) => {
    expect(parseKeyRing(text).signing.alg).toBe('HS256');
  });
});

it('other secrets are no keys either', () => {
  const env = { JWT_KEY: SECRET, INTERNAL_TOKEN: base64(EC.privatePem) };
  expect(() => readEnvironment(env, sharedVariables)).toThrow(ConfigurationError);
  expect(() => readEnvironment(env, sharedVariables)).toThrow(/INTERNAL_TOKEN must be random.*PEM in base64/);
  for (const text of [EC.privatePem, base64(EC.privatePem), JSON.stringify(privateJwk)])
    expect(() => parseEncryptionKeys(text)).toThrow();
});
