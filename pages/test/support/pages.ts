import { afterAll, beforeAll } from '@jest/globals';
import { JWT_KEY } from '../../../e2e/support/adas';
import { program, type Program } from '../../../e2e/support/program';
import { freePort } from '../../../tools/ports';

/** The built service as a process of its own, with no other service behind it. */
export function usePagesAlone(env: Record<string, string> = {}): {
  readonly at: (path: string) => string;
  readonly pages: () => Program;
} {
  let pages: Program;
  beforeAll(async () => {
    Object.assign(process.env, { JWT_KEY, COOKIE_SECURE: 'false' });
    pages = program('pages/dist/main.js', [await freePort(), await freePort()], {
      JWT_KEY,
      AUTH_URL: `http://127.0.0.1:${await freePort()}`,
      NODE_NO_WARNINGS: '1',
      ...env,
    });
    await pages.start();
  });
  afterAll(() => pages?.kill());
  return { pages: () => pages, at: (path) => pages.url + path };
}
