import { body, type ValidationChain } from 'express-validator';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import { MAX_INVITATION_UNITS } from '../../invitations/invitation';
import { newEmailField, newPasswordField, type Credentials } from './account-fields';
import { textField } from './text-field';

/** What a sign-up sends. */
export interface SignUpFields extends Credentials {
  /** The token of an invitation. */
  readonly invitation?: string;
}

export function signUpFields(validatePassword: PasswordPolicy): ValidationChain[] {
  return [
    newEmailField(),
    newPasswordField('password', validatePassword, (req) => (req.body as Partial<Credentials>).email),
    invitationField(),
  ];
}

/** Only its hash tells whether it is a good one. */
function invitationField(): ValidationChain {
  return textField(
    body('invitation').optional(),
    MAX_INVITATION_UNITS,
    'Give the invitation as it is in its link.',
  );
}
