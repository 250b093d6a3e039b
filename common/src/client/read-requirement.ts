import type { StepUpRequirement } from './factor-shapes';

export const STEP_UP_CODE = 'insufficient_user_authentication';

/** What a challenge to step up asks for (RFC 9470, section 3). */
export function readChallenge(headers: Headers): {
  maxAge?: number | undefined;
  acrValues?: string[] | undefined;
} {
  const challenge = headers.get('www-authenticate') ?? '';
  const maxAge = /[ ,]max_age="?(\d{1,9})\b/.exec(challenge)?.[1];
  const acrValues = /[ ,]acr_values="([^"]*)"/.exec(challenge)?.[1];
  return {
    maxAge: maxAge === undefined ? undefined : Number(maxAge),
    acrValues: acrValues?.split(' '),
  };
}

/** What an answer asks for by its challenge; undefined where that is no step-up. */
export function readRequirement({ status, headers }: Response): StepUpRequirement | undefined {
  const challenge = headers.get('www-authenticate') ?? '';
  const isStepUp = status === 401 && challenge.includes(`error="${STEP_UP_CODE}"`);
  return isStepUp ? toRequirement(readChallenge(headers)) : undefined;
}

/** Of several classes, one that the auth service knows. */
export function toRequirement({
  maxAge,
  acrValues,
}: {
  readonly maxAge?: number | undefined;
  readonly acrValues?: readonly string[] | undefined;
}): StepUpRequirement {
  return { maxAge, acr: acrValues?.includes('aal2') ? 'aal2' : undefined };
}
