import { body, type ValidationChain } from 'express-validator';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { MAX_RAW_NAME_UNITS, validateName } from '../../credentials/passkeys/passkey-name';
import { textField } from './text-field';

type Credential = AuthenticationResponseJSON | RegistrationResponseJSON;

/** What a browser sends of a passkey, read into what is needed of it. */
export function credentialField(parse: (value: unknown) => Credential | undefined): ValidationChain {
  const message = 'Give the credential as the browser made it, by its toJSON().';
  return body('credential')
    .customSanitizer(parse)
    .custom((credential: unknown) => credential !== undefined)
    .withMessage(message);
}

/** What its owner calls a passkey; trimmed. */
export function passkeyNameField(): ValidationChain {
  return textField(body('name'), MAX_RAW_NAME_UNITS, 'Give a name of 1 to 64 characters.')
    .trim()
    .custom((name: string) => {
      const fault = validateName(name);
      if (fault !== undefined) throw new Error(fault);
      return true;
    });
}
