import { createHash, randomBytes } from 'node:crypto';
import { UnavailableError } from '@latchkey/common';
import { AccountExistsError } from '../errors';
import type { OutboxEntry } from '../events/outbox-entry';
import type { Invitation } from './invitation';
import type { InvitationQuery, InvitationStore } from './storage';

const TOKEN_BYTES = 32;

/** A weekend: an invitation of Friday still works on Monday. An admin can invite a late person again. */
export const INVITATION_LIFE_MS = 72 * 60 * 60_000;

/** What invitations need to know of accounts. */
export interface InvitedAccounts {
  findByEmail(email: string): Promise<object | undefined>;
  readonly tombstones: {
    /** @returns whether no account has the id, and none will */
    put(id: string, entries: readonly OutboxEntry[]): Promise<boolean>;
  };
}

/** An invitation that is about to be sent, with the token, which is known only now. */
export interface NewInvitation {
  readonly invitation: Invitation;
  readonly token: string;
}

/** Who is invited to sign up. Emails are expected in their one form. */
export function createInvitations(store: InvitationStore, accounts: InvitedAccounts) {
  /**
   * Ends an invitation.
   * @param entries what happened, written with what ends it
   * @returns whether it cannot become an account any more; not when it has become one
   */
  async function withdraw(id: string, entries: readonly OutboxEntry[]): Promise<boolean> {
    // Taking the id away also stops a sign-up that has read the invitation already.
    const isFree = await accounts.tombstones.put(id, entries);
    await store.remove(id);
    return isFree;
  }

  return {
    /** The invitations that are open, the oldest first. */
    list: (query: InvitationQuery) => store.list(query, new Date()),

    find: (id: string) => store.findById(id),

    /** Makes an invitation without storing it, so that its id is known. */
    prepare(email: string, invitedBy: string): NewInvitation {
      const createdAt = new Date();
      const expiresAt = new Date(createdAt.getTime() + INVITATION_LIFE_MS);
      return {
        invitation: { id: store.newId(), email, invitedBy, createdAt, expiresAt },
        token: randomBytes(TOKEN_BYTES).toString('base64url'),
      };
    },

    /** @throws AccountExistsError (409 `email_in_use`) */
    async requireNoAccount(email: string): Promise<void> {
      if (await accounts.findByEmail(email)) throw new AccountExistsError();
    },

    /**
     * Stores a prepared invitation. An older one for the same address ends.
     * @param entriesOf what happens to the older one, by its id
     * @throws AccountExistsError (409 `email_in_use`), UnavailableError (503) when somebody else invites the address
     */
    async open(
      { invitation, token }: NewInvitation,
      entriesOf: (older: string) => readonly OutboxEntry[],
    ): Promise<void> {
      const older = await store.findByEmail(invitation.email);
      if (older && !(await withdraw(older.id, entriesOf(older.id)))) throw new AccountExistsError();
      if (!(await store.insert(invitation, hashOf(token)))) {
        throw new UnavailableError('Somebody else is inviting this address right now. Try again.', 1);
      }
    },

    /** The open invitation of a token, if it is for an address in one of these forms. */
    findOpen: (token: string, emails: readonly string[]) => store.findOpen(hashOf(token), emails, new Date()),

    /** Whether an invitation is good still; its token was shown before. */
    async isOpen(id: string): Promise<boolean> {
      const found = await store.findById(id);
      return found !== undefined && found.expiresAt.getTime() > Date.now();
    },

    /** Ends an invitation that has become an account. */
    complete: ({ id }: Pick<Invitation, 'id'>) => store.remove(id),

    withdraw,
  };
}

export type Invitations = ReturnType<typeof createInvitations>;

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
