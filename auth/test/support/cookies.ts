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

/** The attributes that an answer sets for a cookie, names in lower case; a flag is true. */
export function cookieAttributes(response: Response, name: string): Record<string, string | true> {
  const line = setCookies(response).find((cookie) => cookie.startsWith(`${name}=`)) ?? '';
  const attributes = line.split(';').slice(1);
  return Object.fromEntries(
    attributes.map((attribute) => {
      const [key = '', value] = attribute.trim().split('=');
      return [key.toLowerCase(), value ?? true];
    }),
  );
}

/** Whether an answer takes a cookie away: an empty value that expired long ago. */
export function isCleared(response: Response, name: string): boolean {
  const { expires } = cookieAttributes(response, name);
  return cookieValue(response, name) === '' && new Date(String(expires)).getTime() === 0;
}
