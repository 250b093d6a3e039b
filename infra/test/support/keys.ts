import { createAuthentication } from '../../../common/src/authentication/create-authentication';
import { parseKeyRing } from '../../../common/src/keys/key-ring';
import { signAccessToken } from '../../../common/src/token/sign-access-token';

type Environment = Readonly<Record<string, string>>;

/** Whether a service with one environment lets in by what an auth service with another signs now. */
export async function trusts(service: Environment, auth: Environment): Promise<boolean> {
  const subject = { sub: 'ada', sid: 's', gen: 0, email: 'ada@example.com', roles: [] };
  const token = signAccessToken(subject, 900_000, {
    keys: parseKeyRing(auth.JWT_KEY!),
    issuer: 'latchkey',
    audience: 'latchkey',
  });
  const { authenticate } = createAuthentication({
    jwtKey: service.JWT_KEY,
    jwtPublicKey: service.JWT_PUBLIC_KEY,
  });
  const { user } = await authenticate({ method: 'GET', headers: { authorization: `Bearer ${token}` } });
  return user?.id === 'ada';
}

/** Whether an environment holds a private key, in whatever variable. */
export function hasPrivateKey(environment: Environment): boolean {
  return Object.values(environment).some((value) => value.includes('PRIVATE KEY'));
}
