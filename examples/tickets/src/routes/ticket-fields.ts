import { validateRequest } from '@latchkey/common';
import { body } from 'express-validator';

/** Room for 200 characters of two UTF-16 units each. What follows must not see a longer text. */
const MAX_TITLE_UNITS = 400;

/** What a ticket must look like to be stored, new or changed. */
export const ticketFields = [
  body('title', 'Give a title of 1 to 200 characters.')
    .isString()
    .bail()
    .custom((title: string) => title.length <= MAX_TITLE_UNITS)
    .bail()
    .trim()
    .isLength({ min: 1, max: 200 }),
  body('price', 'Give the price as a number of 0 or more, with at most 2 decimals.').custom(isPrice),
  validateRequest,
];

function isPrice(value: unknown): boolean {
  // Also keeps arrays, objects and numerals in strings out.
  if (typeof value !== 'number' || value < 0) return false;
  const cents = Math.round(value * 100);
  return Number.isSafeInteger(cents) && cents / 100 === value;
}
