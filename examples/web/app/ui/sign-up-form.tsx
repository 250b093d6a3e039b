import { Link } from 'react-router';
import type { Refusal } from '../visit/submit';
import { Field } from './field';
import { Notice } from './notice';
import { PageForm } from './page-form';

interface SignUpFormProps {
  /** What stands above the form until it is sent. */
  readonly text: string | undefined;
  readonly refusal: Refusal | undefined;
}

/** Where somebody chooses a password, invited or not. */
export function SignUpForm({ text, refusal }: SignUpFormProps) {
  return (
    <>
      <h1>Sign up</h1>
      <Notice text={refusal ? undefined : text} />
      <PageForm label="Sign up" refusal={refusal}>
        <Field name="email" label="Email" type="email" autoComplete="username" required refusal={refusal} />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="Eight characters or more, of any kind. A few words are best."
          required
          refusal={refusal}
        />
      </PageForm>
      <p>
        You have an account? <Link to="/signin">Sign in</Link>
      </p>
    </>
  );
}
