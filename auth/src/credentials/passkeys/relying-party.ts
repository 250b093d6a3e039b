/** For whom passkeys are made (WebAuthn, Relying Party), and where they are used. */
export interface RelyingParty {
  /** A domain. */
  readonly id: string;
  /** What browsers show. */
  readonly name: string;
  /** The exact origins of the pages, and of apps. */
  readonly origins: readonly string[];
}

/** A passkey that an account has, for a browser to find or to leave out. */
export interface KnownPasskey {
  /** The id that its authenticator gave it, as base64url. */
  readonly credential: string;
  readonly transports: readonly string[];
}

/** A passkey as browsers name it. */
export const toDescriptor = ({ credential, transports }: KnownPasskey) => ({
  id: credential,
  transports: [...transports],
});

/** How long a browser waits for its user, in ms: no longer than a challenge is good. */
export const TIMEOUT_MS = 5 * 60_000;

/** Whether a page of ours asked by itself, and no frame on a page of others. The library has checked the form by then. */
export function isOfOwnPage(clientDataJson: string): boolean {
  const { crossOrigin, topOrigin } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString()) as {
    readonly crossOrigin?: unknown;
    readonly topOrigin?: unknown;
  };
  return crossOrigin !== true && topOrigin === undefined;
}
