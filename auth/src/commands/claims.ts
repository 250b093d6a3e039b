import { validateClaims } from '../accounts/custom-claims';
import type { CustomClaims } from '@latchkey/common';
import { CommandError, type Command } from './command';

/** `claims EMAIL JSON`; `{}` removes them. */
export const claims: Command = ([email, json, ...more]) => {
  if (!email || !json || more.length > 0) return undefined;
  const claims = parse(json);
  return {
    email,
    change: { kind: 'set_claims', claims },
    tell: (account) =>
      `${account.email} now has: ${account.claims ? JSON.stringify(account.claims) : 'no claims'}`,
  };
};

function parse(json: string): CustomClaims {
  let claims: unknown;
  try {
    claims = JSON.parse(json);
  } catch {
    throw new CommandError(`claims are JSON, in quotes for the shell: '{"tenant":"acme"}'`);
  }
  const fault = validateClaims(claims);
  if (fault !== undefined) throw new CommandError(fault);
  return claims as CustomClaims;
}
