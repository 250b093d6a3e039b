import type { Logger } from 'pino';
import type { Account } from '../accounts/account';

/** Tells of the first one only, since anybody can ask for more; the survey at start has counted them. */
export function warnOfHash(log: Logger): (account: Account) => void {
  let isTold = false;
  return function warnOnce({ id }) {
    if (isTold) return;
    isTold = true;
    log.warn(
      { account: id },
      'the password hash of an account is in no format that can be verified, so every password is wrong',
    );
  };
}
