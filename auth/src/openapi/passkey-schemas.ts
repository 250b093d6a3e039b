import { MAX_NAME_CODE_POINTS } from '../credentials/passkeys/passkey-name';
import { text } from './fields';
import { object } from './shape';

const credential = {
  type: 'object',
  description: 'What the browser has made, by its `toJSON()` (WebAuthn, section 5.1)',
} as const;
const name = { type: 'string', maxLength: MAX_NAME_CODE_POINTS, description: 'Trimmed' } as const;
const purpose = { enum: ['passkey', 'sign-in', 'step-up'] } as const;

/** What is asked and answered about passkeys. */
export const passkeySchemas = {
  PasskeyCreationOptions: {
    ...object({ challenge: text, rp: { type: 'object' }, user: { type: 'object' } }),
    description: 'For `PublicKeyCredential.parseCreationOptionsFromJSON` (WebAuthn, section 5.1.9)',
  },
  NewPasskey: object({ credential, name }, ['name']),
  AddedPasskey: object({
    passkey: { $ref: '#/components/schemas/Passkey' },
    recoveryCodes: {
      type: 'array',
      maxItems: 10,
      items: text,
      description: 'Shown only once; empty where the account has some',
    },
  }),
  PasskeyName: object({ name }),
  PasskeyPurpose: object({ purpose }),
  PasskeyRequestOptions: {
    ...object({ challenge: text, rpId: text, userVerification: { enum: ['required', 'preferred'] } }),
    description: 'For `PublicKeyCredential.parseRequestOptionsFromJSON` (WebAuthn, section 5.1.10)',
  },
  PasskeyAuthentication: object({ purpose, credential }),
} as const;
