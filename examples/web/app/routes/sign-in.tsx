import { Link, redirect } from 'react-router';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { arrive } from '../visit/arrive';
import { localPath } from '../visit/local-path';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/sign-in';

export const meta: Route.MetaFunction = () => [{ title: 'Sign in · Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  const next = new URL(args.request.url).searchParams.get('next');
  const { user } = arrive(args);
  const notice = takeNotice(args);
  if (user) throw redirect(localPath(next));
  const asked = next === null ? undefined : 'You are signed out. Sign in to go on.';
  return { text: notice.text ?? asked, isSignUpOpen: args.context.signUp === 'open' };
}

export async function action(args: Route.ActionArgs) {
  const { email = '', password = '' } = textsOf(await args.request.formData());
  return submit(args, { values: { email }, forAnybody: true }, async () => {
    await args.context.auth.signIn({ email, password });
    return { path: localPath(new URL(args.request.url).searchParams.get('next')) };
  });
}

export default function SignIn({ loaderData, actionData: refusal }: Route.ComponentProps) {
  return (
    <>
      <h1>Sign in</h1>
      <Notice text={refusal ? undefined : loaderData.text} />
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
      {loaderData.isSignUpOpen && (
        <p>
          You have no account yet? <Link to="/signup">Sign up</Link>
        </p>
      )}
    </>
  );
}
