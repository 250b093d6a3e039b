import type { Refusal } from '@latchkey/common/pages';
import { texts } from '../texts/texts';
import { Field } from './forms';

interface CredentialFieldProps {
  readonly refusal: Refusal | undefined;
}

interface PasswordFieldProps extends CredentialFieldProps {
  readonly name: string;
  readonly label: string;
}

interface EmailFieldProps extends CredentialFieldProps {
  /** Whether the browser offers passkeys there, too. */
  readonly takesPasskeys?: boolean;
}

/** The email of the account, which password managers know as the user name. */
export function EmailField({ refusal, takesPasskeys = false }: EmailFieldProps) {
  return (
    <Field
      name="email"
      label={texts.form.email}
      type="email"
      autocomplete={takesPasskeys ? 'username webauthn' : 'username'}
      required
      refusal={refusal}
    />
  );
}

/** A password that the account has. */
export function CurrentPasswordField(props: PasswordFieldProps) {
  return <Field {...props} type="password" autocomplete="current-password" required />;
}

/** A password that is chosen here. */
export function NewPasswordField(props: PasswordFieldProps) {
  return (
    <Field {...props} type="password" autocomplete="new-password" hint={texts.form.passwordHint} required />
  );
}

/** A code that an authenticator app shows. */
export function TotpField({ refusal }: CredentialFieldProps) {
  return (
    <Field
      name="code"
      label={texts.proof.totp}
      hint={texts.proof.totpHint}
      inputmode="numeric"
      autocomplete="one-time-code"
      required
      refusal={refusal}
    />
  );
}

/** A code of the list that is kept for the loss of everything else. */
export function RecoveryCodeField({ refusal }: CredentialFieldProps) {
  return (
    <Field
      name="code"
      label={texts.proof.recoveryCode}
      hint={texts.proof.recoveryCodeHint}
      autocomplete="off"
      required
      refusal={refusal}
    />
  );
}

/** So that a password manager knows whose password it is. */
export function HiddenUserName({ email }: { readonly email: string }) {
  return <input type="email" name="username" autocomplete="username" value={email} readonly hidden />;
}
