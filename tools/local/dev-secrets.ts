import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { newPrivateKey } from '../new-keys';
import { inFolder } from './data-folder';

/** Secrets of the local run: made once, so that sign-ins outlive a restart. */
export interface DevSecrets {
  /** A private key. That of a data folder from earlier is a secret, which goes on to be used. */
  readonly jwtKey: string;
  /** The services' credential for asking the auth service. */
  readonly internalToken: string;
  /** What the links in mails are made with. */
  readonly mailKey: string;
  /** What the secrets of authenticator apps are encrypted with. */
  readonly dataKey: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
}

/** Reads the secrets of the local run, and makes those that are missing. */
export function readDevSecrets(): DevSecrets {
  const file = inFolder('secrets.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<DevSecrets>) : {};
  const secrets: DevSecrets = {
    jwtKey: newPrivateKey('ES256'),
    internalToken: randomBytes(32).toString('base64url'),
    mailKey: randomBytes(32).toString('base64url'),
    dataKey: randomBytes(32).toString('base64'),
    adminEmail: 'admin@example.com',
    adminPassword: randomBytes(12).toString('base64url'),
    ...kept,
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
