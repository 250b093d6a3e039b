import type { PageTexts } from './page-texts';
import type { Visit } from './visit';

/** What an error page has to say. */
export interface PageFailure {
  /** The status of the answer, 400 or more. */
  readonly status: number;
  /** Such as `One moment, please`. */
  readonly title: string;
  /** What went wrong, and what to do. */
  readonly message: string;
  /** Who sees the page; undefined where the request was refused before that was known. */
  readonly visit: Visit | undefined;
}

/** Makes the HTML of an error page. */
export type ErrorPage = (failure: PageFailure) => string | Promise<string>;

/** The error page of a page server that has none of its own. */
export function plainErrorPage({ title, message }: PageFailure): string {
  const [heading, text] = [title, message].map(escapeHtml);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title><h1>${heading}</h1><p>${text}</p></html>`;
}

/** Makes an error page of an answer that says in plain text what went wrong; others are pages already. */
export async function toErrorPage(
  answer: Response,
  { texts, errorPage, visit }: { texts: PageTexts; errorPage: ErrorPage; visit: Visit | undefined },
): Promise<Response> {
  const { status } = answer;
  if (status < 400 || !answer.headers.get('content-type')?.startsWith('text/plain')) return answer;
  const title = texts.titles[status] ?? texts.titles[0] ?? '';
  const html = await errorPage({ status, title, message: await answer.text(), visit });
  const headers = new Headers(answer.headers);
  headers.set('Content-Type', 'text/html; charset=utf-8');
  return new Response(html, { status, headers });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
