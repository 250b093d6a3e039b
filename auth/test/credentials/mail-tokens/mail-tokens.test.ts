import { describe, expect, it } from '@jest/globals';
import {
  createMailTokens,
  MAIL_TOKEN_LIVES_MS,
  parseMailToken,
} from '../../../src/credentials/mail-tokens/mail-tokens';

const OWNER = '65f0c0ffee65f0c0ffee65f0';
const tokens = createMailTokens(['a key of thirty-two bytes or more', 'an older key']);

describe('the tokens of mails', () => {
  it('are the same at each sending of one mail', () => {
    expect(tokens.make('reset', OWNER, 'request-1')).toEqual(tokens.make('reset', OWNER, 'request-1'));
  });

  it('differ by request, purpose, owner and key', () => {
    const others = [
      tokens.make('reset', OWNER, 'request-2'),
      tokens.make('verify', OWNER, 'request-1'),
      tokens.make('reset', OWNER.replace('6', '7'), 'request-1'),
      createMailTokens(['another key of thirty-two bytes']).make('reset', OWNER, 'request-1'),
    ];
    const all = [tokens.make('reset', OWNER, 'request-1'), ...others];
    expect(new Set(all.map(({ token }) => token)).size).toBe(5);
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(5);
  });

  it('tell whose they are, and by which hash they are found', () => {
    const { token, hash } = tokens.make('change', OWNER, 'request-1');
    expect(parseMailToken(token)).toEqual({ owner: OWNER, hash });
    expect(hash).not.toContain(token.slice(OWNER.length + 1));
  });

  it('have one form', () => {
    const { token } = tokens.make('reset', OWNER, 'request-1');
    const others = [
      '',
      `${token}x`,
      token.slice(1),
      token.toUpperCase(),
      token.replace('.', '-'),
      `${token}\n`,
    ];
    for (const other of others) expect(parseMailToken(other)).toBeUndefined();
  });

  it('live as long as docs/security.md says', () => {
    const hours = Object.fromEntries(
      Object.entries(MAIL_TOKEN_LIVES_MS).map(([purpose, ms]) => [purpose, ms / 3_600_000]),
    );
    expect(hours).toEqual({ reset: 1, verify: 24, change: 24, restore: 72, sign_up: 24 });
  });
});
