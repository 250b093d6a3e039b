import { query, type ValidationChain } from 'express-validator';

const USUAL_LIMIT = 50;

/** What a list's query says of the page. */
export interface Page {
  readonly after?: string;
  readonly limit?: number;
}

/** `after`, the `next` of the page before, and `limit`, from 1 to 100. */
export function pageFields(): ValidationChain[] {
  return [
    idQuery('after', 'Give after as the next of the page before.'),
    query('limit', 'Give a limit from 1 to 100.')
      .optional()
      .isString()
      .bail()
      .matches(/^([1-9]\d?|100)$/)
      .toInt(),
  ];
}

/** An id in the query, if it is there. */
export function idQuery(name: string, message: string): ValidationChain {
  return query(name, message)
    .optional()
    .isString()
    .bail()
    .matches(/^[0-9a-f]{24}$/);
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
