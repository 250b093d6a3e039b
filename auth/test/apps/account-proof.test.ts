import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseKeyRing, signAccessToken } from '@latchkey/common/protocol';
import { signUpAdmin } from '../support/admins';
import { ask, type Told } from '../support/ask';
import { JWT_KEY, startAuth, type TestAuth } from '../support/auth-service';
import { WITH_EVERY_ENDPOINT } from '../support/every-endpoint';
import { HOUR } from '../support/clock';
import {
  bearerOf,
  cookiesOf,
  pageCookiesOf,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../support/devices';
import { sessionDocument } from '../support/documents';
import { accessTokenIn, jwtPart, sessionWith } from '../support/tokens';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
}

interface Document {
  readonly paths: Record<string, Record<string, Pick<Operation, 'security'>>>;
}

/** What asks for no proof, and why a token alone may have it. */
const PUBLIC = [
  // Tells whose a token is, which the token does as well.
  'get /api/users/currentuser',
  // Ends the session of the token, which makes the token worth nothing.
  'post /api/users/signout',
  // These act for the account of a password or a refresh token.
  'post /api/users/signup',
  'post /api/users/signin',
  'post /api/users/refresh',
  'get /api/users/refresh',
  // A sign-in has no account yet; of a step-up these ask for the proof themselves.
  'get /api/users/authentication',
  'delete /api/users/authentication',
  'post /api/users/authentication/recovery-code',
  // The same for everybody.
  'get /api/users/docs',
  'get /api/users/openapi.json',
];

/** What other settings add: it acts for the owner of an address, for somebody with the token of a mail, or goes on with a sign-in. */
const PUBLIC_BY_SETTING = [
  'post /api/users/authentication/totp',
  'post /api/users/authentication/passkey/options',
  'post /api/users/authentication/passkey',
  'post /api/users/password/forgot',
  'post /api/users/password/reset',
  'post /api/users/email/verify',
  'post /api/users/email/restore',
  'post /api/users/signin/email',
  'post /api/users/authentication/code',
];

describe.each([
  ['with account pages', { ACCOUNT_PATH: '/account' }, PUBLIC],
  ['without account pages', {}, PUBLIC],
  ['where mail is sent', WITH_EVERY_ENDPOINT, [...PUBLIC, ...PUBLIC_BY_SETTING]],
])('an access token that another service has seen or made, %s', (_where, env, named) => {
  let auth: TestAuth;
  let operations: Operation[];
  /** An admin, whose token a service has seen. */
  let victim: Owner;
  let elsewhere: Device;
  /** The account of somebody who runs a service. */
  let attacker: Owner;
  let before: unknown;

  beforeAll(async () => {
    auth = await startAuth(env);
    const { paths } = (await auth.request().get('/api/users/openapi.json').expect(200)).body as Document;
    operations = Object.entries(paths)
      .filter(([path]) => path.startsWith('/api/users'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { security }]) => ({ method, path, security })),
      );
    victim = await signUpAdmin(auth);
    elsewhere = await signInDevice(auth, victim);
    attacker = await signUpDevice(auth);
    before = await documents();
  });
  afterAll(() => auth.stop());

  /** Everything that is stored but what only counts requests. */
  async function documents() {
    await auth.services.relay.drain();
    const names = ['users', 'sessions', 'events', 'invitations'];
    return Promise.all(names.map((name) => auth.connection.collection(name).find().toArray()));
  }

  const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
  const isPublic = (operation: Operation) => named.includes(nameOf(operation));

  /** A token of a service that shares the secret, as new as can be. */
  function mint(of: Owner, sid: string): string {
    const { id: sub, email } = of;
    const keys = parseKeyRing(JWT_KEY);
    const { gen } = jwtPart(accessTokenIn(of.session), 1);
    const subject = { sub, sid, gen, email, roles: ['admin'], claims: undefined };
    return signAccessToken(subject, HOUR, { keys, issuer: 'latchkey', audience: 'latchkey' });
  }

  function send({ method, path }: Operation, headers: Record<string, string>): Promise<Told> {
    const id = path.startsWith('/api/users/sessions') ? sidOf(elsewhere) : attacker.id;
    const body = method === 'get' ? undefined : {};
    return ask(auth.url, { method, path: path.replace('{id}', id), headers, ...(body && { body }) });
  }

  it('is enough for nothing that is not named here', () => {
    expect(operations.length).toBeGreaterThan(20);
    const open = operations.filter(({ security }) => security.length === 0);
    expect(open.map(nameOf).sort()).toEqual(named.toSorted());
  });

  it.each<[string, () => Record<string, string>]>([
    ['seen, in the cookie', () => ({ Cookie: cookiesOf({ session: victim.session }) })],
    ['seen, as bearer token', () => ({ Authorization: `Bearer ${accessTokenIn(victim.session)}` })],
    ['made, in the cookie', () => ({ Cookie: `session=${sessionWith(mint(victim, sidOf(victim)))}` })],
    ['made, as bearer token', () => ({ Authorization: `Bearer ${mint(victim, sidOf(victim))}` })],
    [
      'seen, beside the proofs of a session of one’s own',
      () => ({
        Cookie: `${pageCookiesOf({ ...attacker, session: victim.session })}; refresh=${attacker.refresh}`,
        'Refresh-Token': attacker.refresh,
      }),
    ],
    [
      'made for a session of one’s own, which is proven',
      () => ({
        ...bearerOf(attacker),
        Authorization: `Bearer ${mint(victim, sidOf(attacker))}`,
        Cookie: `refresh=${attacker.refresh}; account=${attacker.account}`,
      }),
    ],
  ])('gets 401 for everything else, and changes nothing: %s', async (_how, headers) => {
    const told = [];
    for (const operation of operations.filter((each) => !isPublic(each))) {
      const { status, code } = await send(operation, headers());
      told.push({ operation: nameOf(operation), status, code });
    }
    const others = told.filter(
      ({ status, code }) => status !== 401 || !['token_expired', 'token_revoked'].includes(code),
    );
    expect(others).toEqual([]);
    expect(await documents()).toEqual(before);
  });

  it('gets something else with a proof, so that the test before can fail', async () => {
    const told = [];
    for (const operation of operations.filter((each) => !isPublic(each))) {
      // Some of these end the session or the account.
      const { status } = await send(operation, { Cookie: cookiesOf(await signUpAdmin(auth)) });
      told.push({ operation: nameOf(operation), status });
    }
    expect(told.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('changes nothing by what is public, but that a sign-out ends its own session', async () => {
    const admin = await signUpAdmin(auth);
    const other = await signInDevice(auth, admin);
    const start = await documents();
    const headers = { Cookie: cookiesOf({ session: admin.session }) };
    for (const operation of operations.filter(isPublic))
      if (nameOf(operation) !== 'post /api/users/signout') await send(operation, headers);
    expect(await documents()).toEqual(start);
    const signOut = operations.find((each) => nameOf(each) === 'post /api/users/signout')!;
    expect(await send(signOut, headers)).toMatchObject({ status: 200 });
    expect(await sessionDocument(auth, sidOf(admin))).toHaveProperty('revokedBecause', 'signed_out');
    expect(await sessionDocument(auth, sidOf(other))).not.toHaveProperty('revokedAt');
  });
});
