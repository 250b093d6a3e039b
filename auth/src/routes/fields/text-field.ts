import type { ValidationChain } from 'express-validator';

/** What a caller is told about a text that is none, or too long. */
export interface TextMessages {
  readonly notString: string;
  readonly tooLong: string;
}

/**
 * Lets only a string of at most `max` UTF-16 units through. To be the first check of every text field: normalizing, regular
 * expressions and validators can cost more than linear time, so none of them may see a text of any length.
 * @param messages one for both faults, or one for each
 */
export function textField(
  field: ValidationChain,
  max: number,
  messages: string | TextMessages,
): ValidationChain {
  const { notString, tooLong } =
    typeof messages === 'string' ? { notString: messages, tooLong: messages } : messages;
  return field
    .isString()
    .withMessage(notString)
    .bail()
    .custom((text: string) => text.length <= max)
    .withMessage(tooLong)
    .bail();
}
