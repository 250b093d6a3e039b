import { accountCookieName, refreshCookieName, sessionCookieName } from '@latchkey/common/protocol';

/** What the names of the cookies depend on, and whether there is an account cookie. */
export type SecuritySettings = Parameters<typeof sessionCookieName>[0] & {
  readonly hasAccountPages?: boolean;
};

type Requirement = Readonly<Record<string, readonly string[]>>;

/** By what a request says whose it is, and by what it proves that. */
export function securitySchemes(settings: SecuritySettings) {
  const cookie = (name: string, description: string) => ({ type: 'apiKey', in: 'cookie', name, description });
  return {
    session: cookie(sessionCookieName(settings), 'The access token'),
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The access token' },
    refresh: cookie(
      refreshCookieName(settings),
      'Proves the session: browsers send it below /api/users only',
    ),
    refreshToken: {
      type: 'apiKey',
      in: 'header',
      name: 'Refresh-Token',
      description: 'Proves the session, for clients without cookies: the value of the refresh cookie',
    },
    ...(settings.hasAccountPages && {
      account: cookie(accountCookieName(settings), 'Proves the session, for the account pages'),
    }),
  };
}

/** What an operation of an account asks for: an access token, and a proof of its session that no other service is sent. */
export function accountSecurity({ hasAccountPages }: SecuritySettings): readonly Requirement[] {
  const proofs = ['refresh', 'refreshToken', ...(hasAccountPages ? ['account'] : [])];
  return ['session', 'bearer'].flatMap((token) => proofs.map((proof) => ({ [token]: [], [proof]: [] })));
}
