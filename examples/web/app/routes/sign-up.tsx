import { Link, redirect } from 'react-router';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { arrive } from '../visit/arrive';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/sign-up';

export const meta: Route.MetaFunction = () => [{ title: 'Sign up · Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  const { user } = arrive(args);
  const notice = takeNotice(args);
  if (user) throw redirect('/');
  return { text: notice.text };
}

export async function action(args: Route.ActionArgs) {
  const { email = '', password = '' } = textsOf(await args.request.formData());
  return submit(args, { values: { email }, forAnybody: true }, async () => {
    await args.context.auth.signUp({ email, password });
    return { path: '/' };
  });
}

export default function SignUp({ loaderData, actionData: refusal }: Route.ComponentProps) {
  return (
    <>
      <h1>Sign up</h1>
      <Notice text={refusal ? undefined : loaderData.text} />
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
