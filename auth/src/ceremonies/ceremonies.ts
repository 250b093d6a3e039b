import { createHash, randomBytes } from 'node:crypto';
import { CEREMONY_LIFE_MS, type Ceremony, type CeremonyOwner, type Purpose, type Stage } from './ceremony';
import type { CeremonyStore } from './storage';

/** What a ceremony begins with. */
export type CeremonyStart = Omit<Ceremony, 'id' | 'attempts' | 'expiresAt'> & {
  /** How long it lasts, in ms; as long as the token where one was mailed. */
  readonly life?: number;
};

/**
 * What can be done with ceremonies. A proof goes in this order, so that no guess is free and nothing is used twice: `attempt`,
 * check, consume the credential in the account, `complete`. Only its winner opens or steps up a session, with the ceremony's
 * `sessionGen` and never the present one.
 */
export function createCeremonies(store: CeremonyStore) {
  return {
    /** Begins a ceremony, and makes the secret that its cookie holds. */
    async begin({ life = CEREMONY_LIFE_MS, ...start }: CeremonyStart) {
      const secret = randomBytes(32).toString('base64url');
      const expiresAt = new Date(Date.now() + life);
      const ceremony: Ceremony = { ...start, id: hashOf(secret), attempts: 0, expiresAt };
      await store.insert(ceremony);
      return { secret, ceremony };
    },

    /** The ceremony of a secret; undefined when it is over. */
    find: (secret: string, purpose: Purpose) => store.find(hashOf(secret), purpose, new Date()),

    /** A ceremony by its id, for what prepares its mail; undefined when it is over. */
    findById: (id: string, purpose: Purpose) => store.find(id, purpose, new Date()),

    /** Makes a ceremony one of an account, which only its first call does. */
    assign: ({ id, purpose }: Ceremony, owner: CeremonyOwner) => store.assign(id, purpose, owner, new Date()),

    /** Sets what the next proof answers. @returns whether the ceremony goes on */
    setChallenge: ({ id, purpose }: Ceremony, challenge: string) =>
      store.setChallenge(id, purpose, challenge, new Date()),

    /** Adds what was proven. @returns the ceremony afterwards, or undefined when it is over */
    addProof: ({ id, purpose }: Ceremony, proven: readonly string[]) =>
      store.addProof(id, purpose, proven, new Date()),

    /**
     * Counts an attempt and takes the challenge out, before anything is checked.
     * @returns undefined when the ceremony is over, or at another stage, which costs it nothing
     */
    attempt: (secret: string, purpose: Purpose, stage?: Stage) =>
      store.attempt(hashOf(secret), purpose, new Date(), stage),

    /** Ends a ceremony whose proof is complete. @returns whether this call was the one that did */
    complete: ({ id, purpose }: Ceremony) => store.remove(id, purpose),

    /**
     * Uses a challenge up that no ceremony has kept. It is remembered for as long as it would be good.
     * @returns whether this call was the first
     */
    useChallenge: (challenge: string, expiresAt: Date) =>
      store.insertOnce({ id: hashOf(challenge), purpose: 'passkey', attempts: 0, expiresAt }),

    /** Ends the ceremony of a secret, if it goes on. */
    async cancel(secret: string, purpose: Purpose): Promise<void> {
      await store.remove(hashOf(secret), purpose);
    },
  };
}

export type Ceremonies = ReturnType<typeof createCeremonies>;

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
