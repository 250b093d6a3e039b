import { sessionCookie } from '@latchkey/common/testing';
import { person, type Headers } from './gate';

/** What a browser sends when a person opens a page, and what Traefik and Caddy say of it. */
export const OPENED: Headers = {
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Site': 'none',
  'X-Forwarded-Method': 'GET',
  'X-Forwarded-Host': 'shop.example.com',
  'X-Forwarded-Uri': '/reports/1?view=all',
};
export const expired = () => ({ Cookie: sessionCookie(person(), { expiresIn: -60 }) });
export const nowS = () => Math.floor(Date.now() / 1000);

/** The page that a location leads back to, and the seconds since its mark. */
export function backOf(location: string | undefined, parameter: 'next' | 'return_to') {
  const back = new URL(location!).searchParams.get(parameter)!;
  const [, page, sentAt] = /^(.*)[?&]latchkey_sent=\w+\.(\d+)$/.exec(back)!;
  return { page, age: nowS() - Number(sentAt) };
}
