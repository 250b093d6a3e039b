import type { Child } from 'hono/jsx';
import { texts } from '../texts/texts';

const t = texts.passkeyScript;

interface PasskeyFormProps {
  readonly button: string;
  /** For what a passkey is asked; the script then asks the auth service how. */
  readonly purpose?: 'passkey' | 'sign-in' | 'step-up';
  /** What the script begins a step-up with, where none has begun. */
  readonly begin?: { readonly acr?: 'aal2' } | undefined;
  /** How the browser makes a new passkey, as JSON. */
  readonly creation?: string | undefined;
  /** Whether it is one of several ways. */
  readonly isQuiet?: boolean;
  /** Fields above the button. */
  readonly children?: Child;
}

/**
 * A form that sends what a passkey proves, or a new passkey. assets/passkeys.js shows it, fills it in and sends it, so that the answer
 * is a page like any other. Where the script cannot ask for the options, it sends the form as it is, and the answer says why.
 */
export function PasskeyForm({ button, purpose, begin, creation, isQuiet, children }: PasskeyFormProps) {
  return (
    <>
      <form
        method="post"
        hidden
        data-passkey={creation === undefined ? purpose : 'new'}
        data-begin={begin && JSON.stringify({ purpose, ...begin })}
        data-options={creation}
      >
        <input type="hidden" name="task" value="passkey" />
        <input type="hidden" name="credential" />
        {children}
        <button class={isQuiet ? 'quiet' : undefined}>{button}</button>
        <p role="status" class="hint" data-given-up={t.givenUp} data-known={t.known} />
      </form>
      <noscript>
        <p class="hint">{t.needed}</p>
      </noscript>
    </>
  );
}

/** Said by the script where the browser has no passkeys. */
export function NoPasskeys() {
  return (
    <p class="hint" data-no-passkeys hidden>
      {t.unsupported}
    </p>
  );
}
