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

/** The email of the account, which password managers know as the user name. */
export function EmailField({ refusal }: CredentialFieldProps) {
  return (
    <Field
      name="email"
      label={texts.form.email}
      type="email"
      autocomplete="username"
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
