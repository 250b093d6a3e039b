import type { CustomClaims } from '@latchkey/common/client';

/**
 * Reads claims as they are typed; an empty field is for none.
 * @returns undefined for what is no JSON object; what an object may hold is for the auth service to say
 */
export function parseClaims(text: string): CustomClaims | undefined {
  if (text.trim() === '') return {};
  try {
    const claims: unknown = JSON.parse(text);
    const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
    return isObject ? (claims as CustomClaims) : undefined;
  } catch {
    return undefined;
  }
}
