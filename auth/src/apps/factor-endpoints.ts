import { addPasskey } from '../routes/factors/add-passkey';
import { beginPasskey } from '../routes/factors/begin-passkey';
import { beginTotp } from '../routes/factors/begin-totp';
import { confirmTotp } from '../routes/factors/confirm-totp';
import { removeOwnPasskey } from '../routes/factors/remove-passkey';
import { removeTotp } from '../routes/factors/remove-totp';
import { renameOwnPasskey } from '../routes/factors/rename-passkey';
import { requestFactorCode } from '../routes/factors/request-factor-code';
import { renewRecoveryCodes } from '../routes/factors/renew-recovery-codes';
import { setSecondFactor } from '../routes/factors/set-second-factor';
import { showFactors } from '../routes/factors/show-factors';

/** What an installation has set up. */
interface FactorFeatures {
  readonly hasMail: boolean;
  readonly hasTotp: boolean;
  readonly usesPasskeys: boolean;
}

/** The endpoints about the factors of the caller. */
export function factorEndpoints({ hasMail, hasTotp, usesPasskeys }: FactorFeatures) {
  return [
    // A passkey of a time when they were on, or for another domain, can be removed.
    ...[showFactors, renewRecoveryCodes, setSecondFactor, removeOwnPasskey],
    ...(hasTotp ? [beginTotp, confirmTotp, removeTotp] : []),
    ...(usesPasskeys ? [beginPasskey, addPasskey, renameOwnPasskey] : []),
    ...(hasMail ? [requestFactorCode] : []),
  ];
}
