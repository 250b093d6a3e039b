import { expect, it } from '@jest/globals';
import { parseEncryptionKeys } from '../../common/src/keys/key-ring';
import { Namespace, secretsFor } from './support/create-secrets';
import { describeOverlaysWithExamples } from './support/overlay';
import { commandsBehind, rotationOf, ROTATED, type Environment } from './support/rotation';

const COOKIE_KEY = Buffer.alloc(32, 7).toString('base64');

/** Whether one who has a COOKIE_KEY reads what auth writes with another. */
function canRead(reader: string | undefined, writer: string | undefined): boolean {
  const keysOf = (text: string | undefined) => (text === undefined ? [] : parseEncryptionKeys(text));
  const encrypting = keysOf(writer).find(({ decryptsOnly }) => !decryptsOnly);
  return encrypting === undefined || keysOf(reader).some(({ kid }) => kid === encrypting.kid);
}

describeOverlaysWithExamples(
  'a change of COOKIE_KEY by the commands of docs/operations.md',
  (rendered, overlay) => {
    const { environment, rotate } = rotationOf(rendered);

    /** Deployments of which a replica, old or new, could not read a cookie that some replica of auth writes. */
    function unreadable(namespace: Namespace, given: ReadonlyMap<string, readonly Environment[]>): string[] {
      const now = new Map<string, (string | undefined)[]>(
        ROTATED.map((name) => [name, [given.get(name)![0]!.COOKIE_KEY]]),
      );
      const refused: string[] = [];
      for (const { deployment, secrets } of namespace.restarts) {
        // A restart that begins with auth's comes when those of before are through.
        if (deployment === 'auth') for (const name of ROTATED) now.set(name, now.get(name)!.slice(-1));
        now.get(deployment)!.push(environment(deployment, secrets).COOKIE_KEY);
        for (const name of ROTATED)
          for (const writer of now.get('auth')!)
            for (const reader of now.get(name)!) if (!canRead(reader, writer)) refused.push(name);
      }
      return refused;
    }

    it.each([
      ['made', '### Encrypt the token in the cookie', undefined],
      ['changed', '**To change it**', COOKIE_KEY],
      ['removed', '**To remove it**', COOKIE_KEY],
    ])('logs nobody out where it is %s', (_what, place, old) => {
      const before = {
        ...secretsFor(overlay),
        ...(old !== undefined && { 'cookie-key': { COOKIE_KEY: old } }),
      };
      const namespace = new Namespace(before);
      const given = rotate(namespace, commandsBehind(place));
      expect(unreadable(namespace, given)).toEqual([]);
      const { 'cookie-key': cookieKey, ...others } = namespace.secrets;
      expect({ ...before, 'cookie-key': cookieKey }).toEqual({ ...others, 'cookie-key': cookieKey });
      const encrypting = parseEncryptionKeys(cookieKey!.COOKIE_KEY!).find(
        ({ decryptsOnly }) => !decryptsOnly,
      );
      expect(encrypting === undefined).toBe(place === '**To remove it**');
    });

    it('would log people out without its steps', () => {
      const namespace = new Namespace(secretsFor(overlay));
      const atOnce = 'put cookie-key COOKIE_KEY "$(openssl rand -base64 32)"\nrestart pages tickets web auth';
      expect(unreadable(namespace, rotate(namespace, atOnce))).toContain('auth');
    });
  },
);
