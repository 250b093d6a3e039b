import { expect, it } from '@jest/globals';
import { Secret } from 'otpauth';
import { startAuth } from '../../support/auth-service';
import { send, signUpDevice } from '../../support/devices';
import { collectLogs } from '../../support/logs';
import {
  askedForFactor,
  beginTotp,
  codeOf,
  enrol,
  proveFactor,
  WITH_TOTP,
  wrongCode,
} from '../../support/totp';

it('no secret of a factor is in the database or the log, in any form', async () => {
  const { lines, stream } = collectLogs();
  const auth = await startAuth(WITH_TOTP, stream);
  try {
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremony = await askedForFactor(auth, owner);
    await proveFactor(auth, ceremony, 'totp', wrongCode(owner.secret));
    await proveFactor(auth, ceremony, 'recovery-code', owner.recoveryCodes[0]);
    await proveFactor(auth, await askedForFactor(auth, owner), 'totp', codeOf(owner.secret));
    const pending = await beginTotp(auth, owner);
    const renewed = await send(auth, 'post', 'factors/recovery-codes', owner).expect(200);
    await auth.services.relay.drain();
    const codes = [...owner.recoveryCodes, ...(renewed.body as { recoveryCodes: string[] }).recoveryCodes];
    const secrets = [owner.secret, pending].flatMap((secret) => {
      const bytes = Buffer.from(Secret.fromBase32(secret).hex, 'hex');
      return [secret, ...(['hex', 'base64', 'base64url'] as const).map((form) => bytes.toString(form))];
    });
    const hidden = [
      ...secrets,
      ...codes,
      ...codes.map((code) => code.replaceAll('-', '')),
      ceremony,
      'otpauth:',
    ];
    const collections = await auth.connection.db!.collections();
    const documents = await Promise.all(collections.map((each) => each.find().toArray()));
    const kept = JSON.stringify([documents, lines]).toLowerCase();
    expect(kept).toContain(owner.id);
    expect(hidden.filter((secret) => kept.includes(secret.toLowerCase()))).toEqual([]);
  } finally {
    await auth.stop();
  }
});
