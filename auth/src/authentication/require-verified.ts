import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { CeremonyCookies } from '../ceremonies/ceremony-cookie';
import { MAIL_TOKEN_LIVES_MS } from '../credentials/mail-tokens/mail-tokens';
import { VerifyEmailError } from '../errors/mail-errors';
import type { Limits } from '../limits/limits';
import type { MailRequests } from './mail-requests';

const PURPOSE = 'sign-up';

export interface VerificationSteps {
  readonly ceremonies: Ceremonies;
  readonly ceremonyCookies: CeremonyCookies;
}

export interface RequiredVerification extends VerificationSteps {
  readonly emailVerification: 'off' | 'optional' | 'required';
  readonly limits: Limits;
  readonly mailRequests: MailRequests;
}

/**
 * Refuses a sign-in to an account whose address is not verified, where that is required, and asks for a mail with the link. In this
 * browser, which has proven who signs in, the link then takes nothing away.
 * @param proven by what, as values of `amr`
 * @throws VerifyEmailError (401 `verify_email`), TooManyRequestsError (429)
 */
export async function requireVerified(
  { emailVerification, ceremonies, ceremonyCookies, limits, mailRequests }: RequiredVerification,
  req: Request,
  res: Response,
  { id, emailVerifiedAt, sessionGen, factors }: Account,
  proven: readonly string[],
): Promise<void> {
  if (emailVerification !== 'required' || emailVerifiedAt !== undefined) return;
  await limits.countMailRequestOf(id);
  const life = MAIL_TOKEN_LIVES_MS.verify;
  const asRead = { account: id, sessionGen, factorGen: factors.gen };
  const step = { purpose: PURPOSE, ...asRead, proven, life } as const;
  const { secret } = await ceremonies.begin(step);
  await mailRequests.add(req, { kind: 'verification_requested', account: id });
  ceremonyCookies.write(res, PURPOSE, secret, life);
  throw new VerifyEmailError();
}

/**
 * What this browser has lately proven of an account that is still to be verified. What ends its sessions or removes a factor ends
 * that, too.
 * @returns values of `amr`, or undefined where it has proven nothing
 */
export async function provenBefore(
  { ceremonies, ceremonyCookies }: VerificationSteps,
  req: Request,
  { id, sessionGen, factors }: Account,
): Promise<readonly string[] | undefined> {
  const secret = ceremonyCookies.read(req, PURPOSE);
  const ceremony = secret === undefined ? undefined : await ceremonies.find(secret, PURPOSE);
  if (ceremony?.account !== id || ceremony.sessionGen !== sessionGen) return undefined;
  return (ceremony.factorGen ?? 0) === factors.gen ? ceremony.proven : undefined;
}
