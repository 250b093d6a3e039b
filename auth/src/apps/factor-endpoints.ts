import { addPasskey } from '../routes/factors/add-passkey';
import { beginPasskey } from '../routes/factors/begin-passkey';
import { beginTotp } from '../routes/factors/begin-totp';
import { confirmTotp } from '../routes/factors/confirm-totp';
import { removeOwnPasskey } from '../routes/factors/remove-passkey';
import { removeTotp } from '../routes/factors/remove-totp';
import { renameOwnPasskey } from '../routes/factors/rename-passkey';
import { renewRecoveryCodes } from '../routes/factors/renew-recovery-codes';
import { setSecondFactor } from '../routes/factors/set-second-factor';
import { showFactors } from '../routes/factors/show-factors';

/** The endpoints about the factors of the caller. */
export function factorEndpoints(hasTotp: boolean, usesPasskeys: boolean) {
  return [
    ...[showFactors, renewRecoveryCodes, setSecondFactor],
    ...(hasTotp ? [beginTotp, confirmTotp, removeTotp] : []),
    ...(usesPasskeys ? [beginPasskey, addPasskey, renameOwnPasskey, removeOwnPasskey] : []),
  ];
}
