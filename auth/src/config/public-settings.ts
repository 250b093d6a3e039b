import { ConfigurationError } from '@latchkey/common';
import { accountVariables, publicOrigin } from '@latchkey/common/protocol';
import { bool } from 'envalid';

/** How people see the application, and who may join. */
export const publicVariables = {
  ...accountVariables,
  PUBLIC_URL: publicOrigin({
    default: undefined,
    desc: 'The origin that users see, such as `https://app.example.com`; the base of links to pages',
  }),
  API_DOCS: bool({
    default: true,
    desc: 'Whether to serve `/api/users/docs` and `/api/users/openapi.json`, to anyone',
  }),
};

/**
 * Checks that links from PUBLIC_URL do not send secrets over the network in the clear.
 * @throws ConfigurationError for http, except on this machine and where cookies are not Secure either
 */
export function requireSafePublicUrl({
  PUBLIC_URL,
  COOKIE_SECURE,
}: {
  readonly PUBLIC_URL: string | undefined;
  readonly COOKIE_SECURE: boolean;
}): void {
  if (PUBLIC_URL === undefined || !COOKIE_SECURE) return;
  const { protocol, hostname } = new URL(PUBLIC_URL);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return;
  throw new ConfigurationError([
    'PUBLIC_URL must begin with https://; http is only for localhost, or with COOKIE_SECURE=false',
  ]);
}

const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;
