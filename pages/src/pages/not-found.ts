import { failure } from '../http/answers';
import type { Page } from '../http/page';
import { texts } from '../texts/texts';

/** There is no such page. */
export function notFound({ visit }: Page): Response {
  visit.arrive();
  return failure(404, texts.errors.notFound);
}

/** A form was sent to a page that has none. */
export function noForm(): Response {
  return failure(405, texts.errors.texts.badMethod);
}
