import { pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';

/** `hex.salt` of scrypt, as course-taught services store it. */
export function courseHash(password: string): string {
  const salt = randomBytes(8).toString('hex');
  return `${scryptSync(password, salt, 64).toString('hex')}.${salt}`;
}

/** Most of them trim the password first. */
export const trimmedCourseHash = (password: string) => courseHash(password.trim());

const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

/** A PHC string of PBKDF2. */
export function pbkdf2Hash(
  password: string,
  { digest = 'sha256', iterations = 1000, bytes = 32, lengthSaid = true } = {},
): string {
  const salt = randomBytes(16);
  const hash = bare(pbkdf2Sync(password, salt, iterations, bytes, digest));
  return `$pbkdf2-${digest}$i=${iterations}${lengthSaid ? `,l=${bytes}` : ''}$${bare(salt)}$${hash}`;
}

/** As Python's passlib writes PBKDF2: no `i=`, and `.` in place of `+`. */
export function passlibHash(password: string): string {
  const [salt, rounds] = [randomBytes(16), 1000];
  const adapted = (bytes: Buffer) => bare(bytes).replaceAll('+', '.');
  return `$pbkdf2-sha256$${rounds}$${adapted(salt)}$${adapted(pbkdf2Sync(password, salt, rounds, 32, 'sha256'))}`;
}

/** As passlib names PBKDF2 with SHA-1. */
export const passlibSha1Hash = (password: string) =>
  pbkdf2Hash(password, { digest: 'sha1', bytes: 20, lengthSaid: false }).replace('-sha1$i=', '$');

/** Hashes that this service cannot verify, or must not at their cost, by what they are. */
export const UNVERIFIABLE: Readonly<Record<string, string>> = {
  nothing: '',
  'plain text': 'a plain password',
  'SHA-256': 'a'.repeat(64),
  "Django's PBKDF2": 'pbkdf2_sha256$600000$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g=',
  "crypt's SHA-512": `$6$rounds=5000$saltsalt$${'x'.repeat(86)}`,
  'bcrypt of a faulty implementation': `$2x$10$${'e'.repeat(53)}`,
  'bcrypt of cost 20': `$2b$20$${'e'.repeat(53)}`,
  'bcrypt of cost 3': `$2b$03$${'e'.repeat(53)}`,
  'bcrypt with a salt that its library refuses': `$2b$04$${'e'.repeat(21)}A${'e'.repeat(31)}`,
  'bcrypt, cut off': `$2b$10$${'e'.repeat(50)}`,
  'PBKDF2 of 10^9 iterations': pbkdf2Hash('x').replace('i=1000', 'i=1000000000'),
  'PBKDF2 that says another length': pbkdf2Hash('x').replace('l=32', 'l=20'),
  'PBKDF2 of two blocks': pbkdf2Hash('x', { bytes: 64 }),
  'PBKDF2 of 8 bytes': pbkdf2Hash('x', { bytes: 8 }),
  'argon2id of 2 GiB': `$argon2id$v=19$m=2097152,t=1,p=4$${'c'.repeat(22)}$${'A'.repeat(43)}`,
  'argon2id of 128 MiB': `$argon2id$v=19$m=131072,t=1,p=4$${'c'.repeat(22)}$${'A'.repeat(43)}`,
  'argon2id of many passes': `$argon2id$v=19$m=65536,t=1000,p=4$${'c'.repeat(22)}$${'A'.repeat(43)}`,
  'argon2id of no passes': `$argon2id$v=19$m=19456,t=0,p=1$${'c'.repeat(22)}$${'A'.repeat(43)}`,
  'argon2id of too little memory': `$argon2id$v=19$m=8,t=2,p=2$${'c'.repeat(22)}$${'A'.repeat(43)}`,
  'argon2id of 17 lanes': `$argon2id$v=19$m=19456,t=2,p=17$${'c'.repeat(22)}$${'A'.repeat(43)}`,
  'argon2id that is no base64': `$argon2id$v=19$m=19456,t=2,p=1$${'c'.repeat(21)}$${'A'.repeat(41)}`,
  'an operator': '$ne',
};
