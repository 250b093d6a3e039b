import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';

const SCRIPT = readFileSync(join(__dirname, '../assets/passkeys.js'), 'utf8');
const MINUTE = 60_000;

interface AuthenticationStart {
  readonly optionsJSON: { readonly challenge: number };
  readonly useBrowserAutofill?: boolean;
}

/** A browser with the page of the sign-in, whose user does nothing with what is offered, and whose clock a test sets. */
async function openPage() {
  let now = 0;
  const offers: { challenge: number; inField: boolean }[] = [];
  const listeners: Record<string, (event: object) => void> = {};
  const listen = (type: string, listener: (event: object) => void) => (listeners[type] = listener);
  const form = {
    dataset: { passkey: 'passkey' },
    hidden: true,
    addEventListener: listen,
    querySelector: () => ({ textContent: '', dataset: {} }),
  };
  const document = {
    hidden: false,
    addEventListener: listen,
    querySelectorAll: (selector: string) => (selector.startsWith('form') ? [form] : []),
  };
  runInNewContext(SCRIPT, {
    document,
    Date: { now: () => now },
    setInterval: (listener: () => void) => listen('tick', listener),
    fetch: () => Promise.resolve({ ok: true, json: () => ({ challenge: now }) }),
    SimpleWebAuthnBrowser: {
      browserSupportsWebAuthn: () => true,
      browserSupportsWebAuthnAutofill: () => Promise.resolve(true),
      startAuthentication({ optionsJSON, useBrowserAutofill = false }: AuthenticationStart) {
        offers.push({ ...optionsJSON, inField: useBrowserAutofill });
        return new Promise(() => undefined);
      },
    },
  });
  await setImmediate();
  return {
    offers,
    /** Lets time pass, and then something happen. */
    pass: async (ms: number, type: string, hidden = false) => {
      now += ms;
      document.hidden = hidden;
      listeners[type]!({ preventDefault: () => undefined });
      await setImmediate();
    },
  };
}

describe('passkeys in the field of the email', () => {
  it('are offered with a new challenge before the last one is ten minutes old', async () => {
    const { offers, pass } = await openPage();
    for (let n = 0; n < 17; n++) await pass(MINUTE, 'tick');
    expect(offers.map(({ challenge }) => challenge / MINUTE)).toEqual([0, 8, 16]);
    expect(offers.every(({ inField }) => inField)).toBe(true);
  });

  it('are not asked for while nobody sees the page, and at once when it is seen again', async () => {
    const { offers, pass } = await openPage();
    await pass(20 * MINUTE, 'tick', true);
    expect(offers).toHaveLength(1);
    await pass(1, 'visibilitychange');
    expect(offers).toMatchObject([{ challenge: 0 }, { challenge: 20 * MINUTE + 1 }]);
  });

  it('do not end what the button of the page has begun', async () => {
    const { offers, pass } = await openPage();
    await pass(MINUTE, 'submit');
    await pass(20 * MINUTE, 'tick');
    expect(offers.map(({ inField }) => inField)).toEqual([true, false]);
  });
});
