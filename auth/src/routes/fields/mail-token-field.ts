import { body, type ValidationChain } from 'express-validator';
import { MAIL_TOKEN_CHARACTERS } from '../../credentials/mail-tokens/mail-tokens';
import { textField } from './text-field';

/** Only its hash tells whether it is a good one; what has another length is none. */
export function mailTokenField(): ValidationChain {
  return textField(body('token'), 2 * MAIL_TOKEN_CHARACTERS, 'Give the token as it is in the link.');
}
