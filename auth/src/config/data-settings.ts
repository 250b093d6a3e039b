import { encryptionKeysText } from '@latchkey/common/protocol';

/** What seals secrets that the service has to read again. */
export const dataVariables = {
  DATA_KEY: encryptionKeysText({
    default: undefined,
    desc: 'Encrypts the secrets of authenticator apps (TOTP), which are lost with it: 32 bytes as base64, several separated by commas (all decrypt, the first without `decrypt:` before it encrypts); make one with: openssl rand -base64 32. Without it there is no TOTP',
  }),
};
