import { expect, it } from '@jest/globals';
import { readConfig as readAuthConfig } from '../../auth/src/config/config';
import { readConfig as readPagesConfig } from '../../pages/src/config';
import { secretsFor } from './support/create-secrets';
import { environmentOf } from './support/environment';
import type { Workload } from './support/manifest';
import { describeOverlays } from './support/overlay';

describeOverlays('the account pages', (rendered, overlay) => {
  const environment = (name: string) =>
    environmentOf(
      rendered.get<Workload>('Deployment', name).spec.template.spec.containers[0]!,
      secretsFor(overlay),
    );
  const auth = readAuthConfig(environment('auth'));

  it.each(overlay.has('pages') ? ['ACCOUNT_PATH', 'COOKIE_DOMAIN', 'RETURN_ORIGINS', 'SIGN_UP'] : [])(
    'have the %s of auth',
    (name) => {
      const pages: object = readPagesConfig(environment('pages'));
      expect(pages).toHaveProperty(name, auth[name as keyof typeof auth]);
    },
  );

  it('share the session cookie with other hosts only where they have a host of their own', () => {
    const { COOKIE_DOMAIN, RETURN_ORIGINS, TRUSTED_ORIGINS, PUBLIC_URL } = auth;
    // Scripts of such an origin could act as the account pages.
    expect(TRUSTED_ORIGINS).toEqual([]);
    if (!overlay.has('own-host')) {
      expect([COOKIE_DOMAIN, RETURN_ORIGINS]).toEqual([undefined, []]);
      return;
    }
    expect(new URL(PUBLIC_URL!).hostname).toMatch(new RegExp(`^[a-z]+\\.${COOKIE_DOMAIN}$`));
    expect(RETURN_ORIGINS).toEqual([new URL(readPagesConfig(environment('pages')).APP_URL).origin]);
    expect(new URL(RETURN_ORIGINS[0]!).hostname).toMatch(new RegExp(`\\.${COOKIE_DOMAIN}$`));
    expect(RETURN_ORIGINS).not.toContain(PUBLIC_URL);
  });
});
