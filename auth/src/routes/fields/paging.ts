import { query, type ValidationChain } from 'express-validator';
import { ACCOUNT_ID_LENGTH, isAccountId } from '../../accounts/account-id';
import { textField } from './text-field';

const USUAL_LIMIT = 50;
const NO_LIMIT = 'Give a limit from 1 to 100.';

/** What a list's query says of the page. */
export interface Page {
  readonly after?: string;
  readonly limit?: number;
}

const NO_PAGE = 'Give after as the next of the page before.';

/**
 * `after`, the `next` of the page before, and `limit`, from 1 to 100.
 * @param after how the `next` of this list is checked; it is an id unless given
 */
export function pageFields(after: ValidationChain = idQuery('after', NO_PAGE)): ValidationChain[] {
  return [
    after,
    textField(query('limit').optional(), 3, NO_LIMIT)
      .matches(/^([1-9]\d?|100)$/)
      .withMessage(NO_LIMIT)
      .toInt(),
  ];
}

/** An id in the query, if it is there. */
export function idQuery(name: string, message: string): ValidationChain {
  return textField(query(name).optional(), ACCOUNT_ID_LENGTH, message)
    .custom(isAccountId)
    .withMessage(message);
}

/** The position of a session in the query, `<ms since 1970>.<sid>`, if it is there. */
export function sessionPositionQuery(): ValidationChain {
  return textField(query('after').optional(), 38, NO_PAGE)
    .matches(/^\d{1,15}\.[\w-]{22}$/)
    .withMessage(NO_PAGE);
}

/**
 * Reads one page.
 * @param read reads at most so many items, in order
 * @param positionOf what to go on after, from the last item of a page
 * @returns the items and, where there are more, the position to go on after
 */
export async function readPage<T extends { readonly id: string }>(
  { limit = USUAL_LIMIT, ...query }: Page,
  read: (query: { after?: string; limit: number }) => Promise<T[]>,
  positionOf: (item: T) => string = ({ id }) => id,
): Promise<{ items: T[]; next: string | undefined }> {
  // One more than asked for tells whether there are more.
  const items = await read({ ...query, limit: limit + 1 });
  const next = items.length > limit ? positionOf(items[limit - 1]!) : undefined;
  return { items: items.slice(0, limit), next };
}
