import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** In base64url: of a credential id (1023 bytes, WebAuthn, section 4), and of each other part. */
const MAX_ID_CHARACTERS = 1364;
const MAX_PART_CHARACTERS = 4096;
const MAX_TRANSPORTS = 8;

/** How a browser can reach an authenticator (WebAuthn, section 5.8.4). */
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** Reads a new credential as a browser sends it (`toJSON`); undefined when it does not have that form. What is not named is left out. */
export function parseRegistration(value: unknown): RegistrationResponseJSON | undefined {
  const { id, rawId, response, clientExtensionResults } = Object(value) as Partial<Record<string, unknown>>;
  const { clientDataJSON, attestationObject, transports } = Object(response) as Partial<
    Record<string, unknown>
  >;
  if (!isId(id) || !isId(rawId) || !isPart(clientDataJSON) || !isPart(attestationObject)) return undefined;
  const known = toTransports(transports);
  if (!known) return undefined;
  return {
    ...{ id, rawId, type: 'public-key', clientExtensionResults: toExtensionResults(clientExtensionResults) },
    response: { clientDataJSON, attestationObject, transports: known },
  };
}

/** Reads the proof of a credential as a browser sends it (`toJSON`); undefined when it does not have that form. */
export function parseAssertion(value: unknown): AuthenticationResponseJSON | undefined {
  const { id, rawId, response } = Object(value) as Partial<Record<string, unknown>>;
  const parts = Object(response) as Partial<Record<string, unknown>>;
  const { clientDataJSON, authenticatorData, signature, userHandle = undefined } = parts;
  if (!isId(id) || !isId(rawId)) return undefined;
  if (!isPart(clientDataJSON) || !isPart(authenticatorData) || !isPart(signature)) return undefined;
  // Some browsers send null where an authenticator tells no user.
  const handle = userHandle ?? undefined;
  if (handle !== undefined && !isPart(handle)) return undefined;
  return {
    ...{ id, rawId, type: 'public-key', clientExtensionResults: {} },
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(handle !== undefined && { userHandle: handle }),
    },
  };
}

/** The challenge that a proof answers; undefined when it has no such form. */
export function challengeOf({ response }: AuthenticationResponseJSON): string | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString());
    const { challenge } = Object(said) as { readonly challenge?: unknown };
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}

function isId(value: unknown): value is string {
  return isPart(value) && value.length <= MAX_ID_CHARACTERS;
}

function isPart(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_PART_CHARACTERS && /^[\w-]+$/.test(value);
}

/** Keeps only whether the authenticator finds the passkey by itself (`credProps.rk`, WebAuthn, section 10.1.3). */
function toExtensionResults(value: unknown): RegistrationResponseJSON['clientExtensionResults'] {
  const { credProps } = Object(value) as { readonly credProps?: unknown };
  const { rk } = Object(credProps) as { readonly rk?: unknown };
  return typeof rk === 'boolean' ? { credProps: { rk } } : {};
}

function toTransports(value: unknown): string[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MAX_TRANSPORTS) return undefined;
  return TRANSPORTS.filter((transport) => value.includes(transport));
}
