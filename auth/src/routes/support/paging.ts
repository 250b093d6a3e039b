import { query, type ValidationChain } from 'express-validator';
import { textField } from './text-field';

const USUAL_LIMIT = 50;
const NO_LIMIT = 'Give a limit from 1 to 100.';

/** What a list's query says of the page. */
export interface Page {
  readonly after?: string;
  readonly limit?: number;
}

/** `after`, the `next` of the page before, and `limit`, from 1 to 100. */
export function pageFields(): ValidationChain[] {
  return [
    idQuery('after', 'Give after as the next of the page before.'),
    textField(query('limit').optional(), 3, NO_LIMIT)
      .matches(/^([1-9]\d?|100)$/)
      .withMessage(NO_LIMIT)
      .toInt(),
  ];
}

/** An id in the query, if it is there. */
export function idQuery(name: string, message: string): ValidationChain {
  return textField(query(name).optional(), 24, message)
    .matches(/^[0-9a-f]{24}$/)
    .withMessage(message);
}

/**
 * Reads one page.
 * @param read reads at most so many items, in order
 * @returns the items and, where there are more, the id to go on after
 */
export async function readPage<T extends { readonly id: string }>(
  { limit = USUAL_LIMIT, ...query }: Page,
  read: (query: { after?: string; limit: number }) => Promise<T[]>,
): Promise<{ items: T[]; next: string | undefined }> {
  // One more than asked for tells whether there are more.
  const items = await read({ ...query, limit: limit + 1 });
  const next = items.length > limit ? items[limit - 1]!.id : undefined;
  return { items: items.slice(0, limit), next };
}
