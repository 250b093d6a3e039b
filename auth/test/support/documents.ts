import type { TestAuth } from './auth-service';
import { signUpDevice } from './devices';

/** A user document as MongoDB has it. */
export interface AccountDocument {
  readonly email: string;
  readonly emailVerifiedAt?: Date;
  readonly password: string;
  readonly roles: string[];
  /** Whatever is there: an older service may have kept something of its own. */
  readonly claims?: unknown;
  readonly gen: number;
  readonly sessionGen: number;
  readonly keepSid?: string;
  readonly devices?: string[];
  readonly ban?: { readonly reason?: string; readonly until?: Date };
  readonly temporaryPassword?: unknown;
  readonly leaving?: { readonly token: string; readonly at: Date };
  readonly deletedAt?: Date;
  readonly mailTokens?: Readonly<Record<string, unknown>>;
  readonly factors?: object;
}

/** What the log of events needs in a document; it comes and goes in its own time. */
const OF_EVENTS = { outbox: 0, outboxAt: 0, eventNumber: 0 };

/** Reads a user document past the service. */
export function userDocument(auth: TestAuth, email: string) {
  return auth.connection.collection<AccountDocument>('users').findOne({ email }, { projection: OF_EVENTS });
}

/** Changes a user document past the service, for what no route does yet. */
export async function changeUser(
  auth: TestAuth,
  email: string,
  set: Partial<AccountDocument>,
): Promise<void> {
  await auth.connection.collection<AccountDocument>('users').updateOne({ email }, { $set: set });
}

/** Somebody whose email is stored in this form. */
export async function signUpStoredAs(auth: TestAuth, email: string) {
  const owner = await signUpDevice(auth);
  await changeUser(auth, owner.email, { email });
  return owner;
}

/** Somebody whose address is verified. */
export async function verifiedOwner(auth: TestAuth) {
  const owner = await signUpDevice(auth);
  await changeUser(auth, owner.email, { emailVerifiedAt: new Date() });
  return owner;
}

/** Reads a session document past the service. */
export function sessionDocument(auth: TestAuth, sid: string) {
  return auth.connection
    .collection<{ _id: string; [field: string]: unknown }>('sessions')
    .findOne({ _id: sid }, { projection: OF_EVENTS });
}
