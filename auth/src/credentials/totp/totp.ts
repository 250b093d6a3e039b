import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HOTP, Secret, TOTP } from 'otpauth';

/** As long as the HMAC of SHA-1, which RFC 4226, section 4 (R6) recommends. */
const SECRET_BYTES = 20;
/** What every authenticator app can do; some ignore what a URI says beyond it. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** How far a clock may be off, in steps: one, as RFC 6238, section 5.2 recommends. */
const WINDOW = 1;

/** Six digits, as apps show them: with or without a blank in the middle. */
export const TOTP_CODE_FORM = /^\s*\d{3}[\s-]?\d{3}\s*$/;

/** Makes the secret of an authenticator app, of 160 bits. */
export function newTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/**
 * The time step whose code was given (RFC 6238): the present one, the last or the next.
 * @param typed what has the form `TOTP_CODE_FORM`
 * @param after the last step that a code was taken of: none of it, or of one before, is taken again
 * @returns undefined when the code is of none of them
 */
export function stepOfCode(
  secret: Buffer,
  typed: string,
  after: number,
  now = Date.now(),
): number | undefined {
  const given = Buffer.from(typed.replaceAll(/[\s-]/g, ''));
  const present = TOTP.counter({ period: FORM.period, timestamp: now });
  const steps = Array.from({ length: 2 * WINDOW + 1 }, (_, n) => present - WINDOW + n);
  const matching = steps.filter((step) => isSame(given, codeAt(secret, step)));
  return matching.find((step) => step > after);
}

/** What an app needs, as text to type and as a URI for a QR code. A colon separates issuer and label in it, so neither has one. */
export function describeTotp(secret: Buffer, { issuer, label }: { issuer: string; label: string }) {
  const totp = new TOTP({
    ...FORM,
    issuer: issuer.replaceAll(':', ' '),
    label: label.replaceAll(':', ' '),
    secret: secretOf(secret),
  });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

function codeAt(secret: Buffer, counter: number): Buffer {
  const { algorithm, digits } = FORM;
  return Buffer.from(HOTP.generate({ secret: secretOf(secret), algorithm, digits, counter }));
}

/** In constant time, so that no digit is found alone. */
function isSame(given: Buffer, right: Buffer): boolean {
  return given.length === right.length && timingSafeEqual(given, right);
}

function secretOf(secret: Buffer): Secret {
  return Secret.fromHex(secret.toString('hex'));
}
