import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verifierOfElsewhere, type HashReader } from './hash-verifier';

const FORMAT = /^([\da-f]{128})\.([\da-f]{1,256})$/;
const BYTES = 64;

const derive = promisify<string, string, number, Buffer>(scrypt);

/** `hex.salt` of scrypt with Node's default parameters, as course-taught services store it. The salt is used as text. */
export const readCourseScrypt: HashReader = (stored) => {
  const [, hex = '', salt = ''] = FORMAT.exec(stored) ?? [];
  if (hex === '') return undefined;
  const expected = Buffer.from(hex, 'hex');
  return verifierOfElsewhere(async (password) =>
    timingSafeEqual(await derive(password, salt, BYTES), expected),
  );
};
