import { Link, redirect } from 'react-router';
import { Field } from '../ui/field';
import { PageForm } from '../ui/page-form';
import { arrive } from '../visit/arrive';
import { localPath } from '../visit/local-path';
import { submit, textOf } from '../visit/submit';
import type { Route } from './+types/sign-up';

export const meta: Route.MetaFunction = () => [{ title: 'Sign up · Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  if (arrive(args).user) throw redirect('/');
  return null;
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  const email = textOf(form, 'email');
  return submit({ request, values: { email } }, async () => {
    await context.auth.signUp({ email, password: textOf(form, 'password') });
    return localPath(new URL(request.url).searchParams.get('next'));
  });
}

export default function SignUp({ actionData: refusal }: Route.ComponentProps) {
  return (
    <>
      <h1>Sign up</h1>
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
