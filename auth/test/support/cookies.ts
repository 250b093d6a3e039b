import type { Response } from 'supertest';

/** The Set-Cookie lines of an answer. */
export function setCookies(response: Response): string[] {
  return (response.headers['set-cookie'] as unknown as string[] | undefined) ?? [];
}

/** The value that an answer sets for a cookie, or undefined when it does not set it. */
export function cookieValue(response: Response, name: string): string | undefined {
  const line = setCookies(response).find((cookie) => cookie.startsWith(`${name}=`));
  return line?.slice(name.length + 1).split(';', 1)[0];
}

/** The Cookie header that a browser would send after an answer, with all that it set. */
export function cookieHeader(response: Response): string {
  return setCookies(response)
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}
