import { UnavailableError } from '@latchkey/common';
import { createRevocationList, type Revocation } from '@latchkey/common/protocol';

/** A list of revocations that a test writes, and that it can make too old to say anything. */
export function createTestList() {
  const list = createRevocationList();
  let isOld = false;
  return {
    revocations: {
      watch: list.watch,
      isRevoked(claims: Parameters<typeof list.isRevoked>[0]) {
        if (isOld) throw new UnavailableError();
        return list.isRevoked(claims);
      },
    },
    ban(user: string) {
      const entry: Revocation = { kind: 'user', user, gen: 1, until: Math.floor(Date.now() / 1000) + 900 };
      list.add(entry);
    },
    growsOld: () => void (isOld = true),
  };
}
