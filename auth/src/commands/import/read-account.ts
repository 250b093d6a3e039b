import { isVerifiable } from '../../credentials/password/password-hash';
import { ADMIN, validateRoles } from '../../accounts/roles';
import { isOverRoom } from '../../accounts/token-room';
import { MAX_TIME_UNITS, RFC_3339 } from '../../accounts/rfc-3339';
import { readEmail } from '../read-email';

const FIELDS = ['email', 'hash', 'roles', 'createdAt'];

/** An account of another service, as it is to be stored. */
export interface ImportedAccount {
  readonly email: string;
  /** The password's hash. */
  readonly password: string;
  readonly roles: readonly string[];
  readonly createdAt: Date;
}

/** Why a line is refused; the message repeats nothing of the line. */
export class RefusedLine extends Error {}

/**
 * Reads a line of JSON such as `{"email": …, "hash": …, "roles": […], "createdAt": …}`; the last two may be left out.
 * @throws RefusedLine
 */
export function readAccount(text: string): ImportedAccount {
  const fields = parse(text);
  // What is not stored would be lost without a word.
  if (!Object.keys(fields).every((name) => FIELDS.includes(name)))
    throw new RefusedLine(`it has fields besides ${FIELDS.join(', ')}`);
  const { email, hash, roles = [], createdAt } = fields;
  return {
    email: readAddress(email),
    password: readHash(hash),
    roles: readRoles(roles),
    createdAt: createdAt === undefined ? new Date() : readTime(createdAt),
  };
}

/** The parser's own message would repeat a part of the line, and so of a hash. */
function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RefusedLine('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RefusedLine('it is no JSON object');
  return value as Record<string, unknown>;
}

function readAddress(email: unknown): string {
  const address = readEmail(email);
  if (address === undefined) throw new RefusedLine('`email` is no valid email address');
  return address;
}

function readHash(hash: unknown): string {
  if (typeof hash !== 'string' || !isVerifiable(hash))
    throw new RefusedLine(
      '`hash` is in no format that can be verified (argon2, bcrypt, PBKDF2 as a PHC string, hex.salt of scrypt), or costs too much',
    );
  return hash;
}

function readRoles(roles: unknown): string[] {
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === 'string'))
    throw new RefusedLine('`roles` is no list of strings');
  // A file of somebody else's makes nobody an admin.
  if (roles.includes(ADMIN))
    throw new RefusedLine(
      '`roles` has admin; import the account without it, and then run `admin grant admin EMAIL`',
    );
  const fault = validateRoles(roles);
  if (fault !== undefined) throw new RefusedLine(`\`roles\` cannot be granted: ${fault}`);
  if (isOverRoom({ roles }, false))
    throw new RefusedLine(
      '`roles` cannot be granted: a token has no room for so many; give fewer or shorter ones',
    );
  return [...new Set(roles)];
}

function readTime(time: unknown): Date {
  const isTime = typeof time === 'string' && time.length <= MAX_TIME_UNITS && RFC_3339.test(time);
  const date = new Date(isTime ? time : NaN);
  if (!(date.getTime() <= Date.now()))
    throw new RefusedLine('`createdAt` is no time in the past with an offset, such as 2020-01-31T12:00:00Z');
  return date;
}
