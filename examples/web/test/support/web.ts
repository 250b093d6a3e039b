import { afterAll, beforeAll } from '@jest/globals';
import { freePort } from '../../../../tools/ports';
import { JWT_KEY } from '../../../../e2e/support/adas';
import { program, type Program } from '../../../../e2e/support/program';

/** The built service as a process of its own, with no other service behind it. */
export function useWebAlone(env: Record<string, string> = {}): { readonly web: () => Program } {
  let web: Program;
  beforeAll(async () => {
    Object.assign(process.env, { JWT_KEY, COOKIE_SECURE: 'false' });
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    web = program('examples/web/dist/main.js', [await freePort(), await freePort()], {
      JWT_KEY,
      AUTH_URL: nowhere,
      TICKETS_URL: nowhere,
      NODE_NO_WARNINGS: '1',
      ...env,
    });
    await web.start();
  });
  afterAll(() => web?.kill());
  return { web: () => web };
}
