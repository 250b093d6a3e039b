import { Link, redirect } from 'react-router';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { arrive } from '../visit/arrive';
import { localPath } from '../visit/local-path';
import { submit, textOf } from '../visit/submit';
import type { Route } from './+types/sign-in';

export const meta: Route.MetaFunction = () => [{ title: 'Sign in · Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  const next = new URL(args.request.url).searchParams.get('next');
  if (arrive(args).user) throw redirect(localPath(next));
  return { wasSentHere: next !== null };
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  const email = textOf(form, 'email');
  return submit({ request, values: { email } }, async () => {
    await context.auth.signIn({ email, password: textOf(form, 'password') });
    return localPath(new URL(request.url).searchParams.get('next'));
  });
}

export default function SignIn({ loaderData, actionData: refusal }: Route.ComponentProps) {
  return (
    <>
      <h1>Sign in</h1>
      <Notice text={loaderData.wasSentHere ? 'You are signed out. Sign in to go on.' : undefined} />
      <PageForm label="Sign in" refusal={refusal}>
        <Field name="email" label="Email" type="email" autoComplete="username" required refusal={refusal} />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          refusal={refusal}
        />
      </PageForm>
      <p>
        You have no account yet? <Link to="/signup">Sign up</Link>
      </p>
    </>
  );
}
