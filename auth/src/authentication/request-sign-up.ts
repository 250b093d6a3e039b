import type { Request, Response } from 'express';
import { formsOfEmail, normalizeEmail } from '../accounts/email';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { CeremonyCookies } from '../ceremonies/ceremony-cookie';
import { MAIL_TOKEN_LIVES_MS } from '../credentials/mail-tokens/mail-tokens';
import type { HashRunner } from '../credentials/password/hash-queue';
import { hashPassword } from '../credentials/password/password-hash';
import { InvalidInvitationError } from '../errors';
import type { Invitations } from '../invitations/invitations';
import type { MailRequests } from './mail-requests';
import type { SignUps } from './sign-ups';

const PURPOSE = 'sign-up';
const LIFE_MS = MAIL_TOKEN_LIVES_MS.sign_up;

export interface SignUpRequest {
  readonly ceremonies: Ceremonies;
  readonly ceremonyCookies: CeremonyCookies;
  readonly invitations: Invitations;
  readonly mailRequests: MailRequests;
  readonly signUps: SignUps;
}

interface WantedSignUp {
  /** As it was typed. */
  readonly email: string;
  readonly password: string;
  /** The token of an invitation. */
  readonly invitation?: string;
}

/**
 * Begins a sign-up that waits for the link of a mail, and looks no account up: what is written, how long that takes and the cookie are
 * the same for each address.
 * @throws InvalidInvitationError (400 `invalid_token`), which tells of the invitation alone
 */
export async function requestSignUp(
  { ceremonies, ceremonyCookies, invitations, mailRequests, signUps }: SignUpRequest,
  req: Request,
  res: Response,
  { email, password, invitation: token }: WantedSignUp,
  hash: HashRunner,
): Promise<void> {
  const invitation = token === undefined ? undefined : await invitations.findOpen(token, formsOfEmail(email));
  if (token !== undefined && !invitation) throw new InvalidInvitationError();
  const hashed = await hash(() => hashPassword(password));
  const { secret, ceremony } = await ceremonies.begin({ purpose: PURPOSE, life: LIFE_MS });
  const signUp = await signUps.add({
    email,
    password: hashed,
    ceremony: ceremony.id,
    invitation: invitation?.id,
  });
  const recipient = normalizeEmail(email);
  await mailRequests.add(req, { kind: 'sign_up_requested', recipient, data: { signUp } });
  ceremonyCookies.write(res, PURPOSE, secret, LIFE_MS);
}
