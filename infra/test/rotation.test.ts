import { expect, it } from '@jest/globals';
import { parseKeyRing, parsePublicKeys } from '../../common/src/keys/key-ring';
import { newSecret } from '../../tools/new-keys';
import { MONGO_URI, Namespace, secretsFor, type Secrets } from './support/create-secrets';
import { hasPrivateKey, trusts } from './support/keys';
import type { Workload } from './support/manifest';
import { describeOverlaysWithExamples } from './support/overlay';
import { commandsBehind, helpers, rotationOf, ROTATED, type Environment } from './support/rotation';

const COOKIE_KEY = Buffer.alloc(32, 7).toString('base64');
const OLD_SECRET = newSecret();

describeOverlaysWithExamples('a rotation by the commands of docs/operations.md', (rendered, overlay) => {
  const { environment, rotate } = rotationOf(rendered);

  /** What a deployment was given and what it is given are both in use while it is restarted. */
  async function refusals(namespace: Namespace, given: ReadonlyMap<string, readonly Environment[]>) {
    const now = new Map<string, Environment>(ROTATED.map((name) => [name, given.get(name)![0]!]));
    let signers = [now.get('auth')!];
    const refused: string[] = [];
    for (const { deployment, secrets } of namespace.restarts) {
      // Long enough for all tokens of before to have expired.
      if (deployment === 'sleep') signers = [now.get('auth')!];
      if (deployment === 'sleep') continue;
      const next = environment(deployment, secrets);
      if (deployment === 'auth') signers.push(next);
      for (const [name, checker] of [...now, [deployment, next] as const])
        for (const signer of signers) if (!(await trusts(checker, signer))) refused.push(name);
      now.set(deployment, next);
    }
    return refused;
  }

  it('of a pair refuses nobody, and keeps all else', async () => {
    const before: Secrets = { ...secretsFor(overlay), 'cookie-key': { COOKIE_KEY } };
    const namespace = new Namespace(before);
    const given = rotate(namespace, commandsBehind('**A pair:**'));
    expect(await refusals(namespace, given)).toEqual([]);
    const after = namespace.secrets;
    const keys = ['jwt-signing-key', 'jwt-public-key'] as const;
    const same = Object.keys(before).filter((name) => !(keys as readonly string[]).includes(name));
    for (const name of same) expect(after[name]).toEqual(before[name]);
    expect(Object.keys(after).sort()).toEqual([...same, ...keys].sort());
    const [oldKid, kid] = [before, after].map(
      (secrets) => parseKeyRing(secrets['jwt-signing-key']!.JWT_KEY!).signing.kid,
    );
    expect(kid).not.toBe(oldKid);
    expect(parsePublicKeys(after['jwt-public-key']!.JWT_PUBLIC_KEY!).find(kid!)).toBeDefined();
  });

  it('of a secret refuses nobody, and keeps the COOKIE_KEY beside it', async () => {
    const namespace = new Namespace({ 'jwt-secret': { JWT_KEY: OLD_SECRET, COOKIE_KEY } });
    namespace.create(overlay.name, { MONGO_URI });
    const given = rotate(namespace, commandsBehind('**A secret**'));
    expect(await refusals(namespace, given)).toEqual([]);
    const { JWT_KEY, ...others } = namespace.secrets['jwt-secret']!;
    expect(others).toEqual({ COOKIE_KEY });
    expect([JWT_KEY!.length, JWT_KEY === OLD_SECRET]).toEqual([64, false]);
  });

  it('from a secret to a pair refuses nobody, keeps the COOKIE_KEY, and gives no service the private half', async () => {
    const namespace = new Namespace({ 'jwt-secret': { JWT_KEY: OLD_SECRET, COOKIE_KEY } });
    namespace.create(overlay.name, { MONGO_URI });
    const given = rotate(namespace, commandsBehind('### From a secret to a pair'));
    expect(await refusals(namespace, given)).toEqual([]);
    for (const name of ['gate', 'pages', 'tickets', 'web']) {
      expect(given.get(name)!.map(hasPrivateKey)).toEqual([false, false, false]);
      expect(given.get(name)!.at(-1)).not.toHaveProperty('JWT_KEY');
      expect(given.get(name)!.at(-1)).toHaveProperty('COOKIE_KEY', COOKIE_KEY);
    }
    expect(namespace.secrets['jwt-secret']).toEqual({ COOKIE_KEY });
    expect(
      parseKeyRing(given.get('auth')!.at(-1)!.JWT_KEY!).find(parseKeyRing(OLD_SECRET).signing.kid),
    ).toBeUndefined();
  });

  it('would refuse people without its steps', async () => {
    const namespace = new Namespace(secretsFor(overlay));
    const atOnce = `new=$(pair)
      put jwt-signing-key JWT_KEY "$new"
      put jwt-public-key JWT_PUBLIC_KEY "$(public "$new")"
      restart auth tickets web`;
    expect(await refusals(namespace, rotate(namespace, atOnce))).not.toEqual([]);
  });

  it('shows no key and gives none as an argument', () => {
    const namespace = new Namespace({ 'jwt-secret': { JWT_KEY: OLD_SECRET } });
    const { output } = namespace.paste(helpers + commandsBehind('### From a secret to a pair'));
    expect(output + namespace.kubectlArguments).toContain('jwt-signing-key');
    const lines = namespace.secrets['jwt-signing-key']!.JWT_KEY!.split('\n').slice(1, -1);
    for (const value of [OLD_SECRET, ...lines])
      expect(output + namespace.kubectlArguments).not.toContain(value);
  });

  it('names every deployment that has the keys', () => {
    const having = rendered
      .of<Workload>('Deployment')
      .filter(({ spec }) => JSON.stringify(spec).includes('"jwt-secret"'))
      .map(({ metadata }) => metadata.name);
    expect(having.sort()).toEqual([...ROTATED].sort());
    expect(helpers).toContain(`services="${ROTATED.filter((name) => name !== 'auth').join(' ')}"`);
  });
});
