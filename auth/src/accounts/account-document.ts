import type { CustomClaims } from '@latchkey/common';
import { Schema, type HydratedDocument, type UpdateQuery } from 'mongoose';
import { outboxFields, type WithOutbox } from '../events/outbox-document';
import { toTemporaryPassword, type Account, type AccountChange } from './account';
import { hasClaims, validateClaims } from './custom-claims';
import { toFactors } from './factors';
import { endMailTokens, toMailTokens } from './mail-token';

/** An account as MongoDB has it. */
export interface AccountDocument
  extends Omit<Account, 'id' | 'roles' | 'devices' | 'mailTokens' | 'factors'>, WithOutbox {
  roles: string[];
  devices: string[];
  /** `MailTokens` and `Factors`, whose paths are too many for the types of mongoose. */
  mailTokens?: object;
  factors?: object;
  /** When tokens of this account were last revoked. */
  revokedAt?: Date | undefined;
  /** Somebody is about to take this admin away: who made the mark, and when. */
  leaving?: { token: string; at: Date } | undefined;
  /** Of a deleted account only this stays, until no token of it can be alive. */
  deletedAt?: Date | undefined;
}

export const accountSchema = new Schema<AccountDocument>(
  {
    email: { type: String, required: true },
    emailVerifiedAt: Date,
    ownedSince: Date,
    password: { type: String, required: true },
    temporaryPassword: { type: { hash: String, until: Date }, default: undefined, _id: false },
    roles: { type: [String], default: [] },
    claims: Schema.Types.Mixed,
    gen: { type: Number, default: 0 },
    sessionGen: { type: Number, default: 0 },
    keepSid: String,
    devices: { type: [String], default: [] },
    mailTokens: Schema.Types.Mixed,
    factors: Schema.Types.Mixed,
    ban: { type: { reason: String, until: Date }, default: undefined, _id: false },
    revokedAt: Date,
    leaving: { type: { token: String, at: Date }, default: undefined, _id: false },
    deletedAt: Date,
    createdAt: Date,
    ...outboxFields,
  },
  { collection: 'users', versionKey: false, minimize: false },
);
accountSchema.index({ email: 1 }, { unique: true });
accountSchema.index({ roles: 1, _id: 1 });
accountSchema.index({ ban: 1 });
accountSchema.index({ revokedAt: 1 });
accountSchema.index({ deletedAt: 1 });
accountSchema.index({ outboxAt: 1 });
// For the names of the keys that secrets need.
accountSchema.index({ 'factors.totp.key': 1 });

/** No password fits it, and no format. */
const NO_PASSWORD = '';

/** Finds an account only as long as nobody has ended its tokens since it was read. */
export function asRead({ id, gen }: Account) {
  return { _id: id, gen: generation(gen) };
}

/** Finds an account only as long as nobody has ended its sessions since it was read. */
export function withSessionsAsRead({ id, sessionGen }: Account) {
  return { _id: id, sessionGen: generation(sessionGen) };
}

/** An account that an older service made has no generation yet; it reads as 0. */
function generation(gen: number) {
  return gen === 0 ? { $in: [0, null] } : gen;
}

/** The part of an update that ends every session for good. */
export const END_SESSIONS = { $inc: { sessionGen: 1 }, $unset: { keepSid: '' } } as const;

/** The update that makes a change. A mark that is on the account has served with it. */
export function updateOf(id: string, change: AccountChange): UpdateQuery<AccountDocument> {
  switch (change.kind) {
    case 'ban':
      // A ban ends the sessions for good: when it is over, cookies of before must not refresh again.
      return {
        $set: { ban: change.ban, ...endMailTokens().$set },
        $unset: { leaving: '', ...END_SESSIONS.$unset, ...endMailTokens().$unset },
        $inc: END_SESSIONS.$inc,
      };
    case 'set_roles':
      return { $set: { roles: [...change.roles] }, $unset: { leaving: '' } };
    case 'set_claims':
      return hasClaims(change.claims)
        ? { $set: { claims: change.claims }, $unset: { leaving: '' } }
        : { $unset: { claims: '', leaving: '' } };
    case 'delete':
      return {
        $set: { email: `deleted:${id}`, password: NO_PASSWORD, roles: [] },
        $unset: {
          emailVerifiedAt: '',
          ownedSince: '',
          temporaryPassword: '',
          leaving: '',
          ban: '',
          claims: '',
          devices: '',
          mailTokens: '',
          factors: '',
          ...END_SESSIONS.$unset,
        },
        $inc: END_SESSIONS.$inc,
        $currentDate: { deletedAt: true },
      };
  }
}

export function toAccount(user: HydratedDocument<AccountDocument>): Account;
export function toAccount(user: HydratedDocument<AccountDocument> | null): Account | undefined;
export function toAccount(user: HydratedDocument<AccountDocument> | null): Account | undefined {
  if (!user) return undefined;
  const { _id, email, emailVerifiedAt, ownedSince, password, temporaryPassword, roles, claims } = user;
  const { gen, sessionGen, keepSid, devices, mailTokens, factors, ban } = user;
  return {
    id: String(_id),
    email,
    emailVerifiedAt,
    ownedSince,
    password,
    temporaryPassword: toTemporaryPassword(temporaryPassword),
    roles: [...roles],
    claims: readClaims(claims),
    gen,
    sessionGen,
    keepSid,
    devices: [...devices],
    mailTokens: toMailTokens(mailTokens),
    factors: toFactors(factors),
    ban: ban && { reason: ban.reason, until: ban.until },
    // An account that an older service made may not say when; its id does.
    createdAt: user.createdAt ?? _id.getTimestamp(),
  };
}

/** What an older service kept under this name may be anything. */
export function readClaims(claims: CustomClaims | undefined): CustomClaims | undefined {
  return validateClaims(claims) === undefined ? claims : undefined;
}
