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
  const { email = '', password = '', newPassword } = textsOf(await args.request.formData());
  const replacement = newPassword === undefined ? {} : { newPassword };
  // That there was a new password is kept, and never what it was.
  const values = newPassword === undefined ? { email } : { email, newPassword: '' };
  return submit(args, { values, forAnybody: true }, async () => {
    await args.context.auth.signIn({ email, password, ...replacement });
    return { path: localPath(new URL(args.request.url).searchParams.get('next')) };
  });
}

export default function SignIn({ loaderData, actionData: refusal }: Route.ComponentProps) {
  // After any other answer the field goes: beside a password that is not temporary, a new one changes nothing.
  const isTemporary =
    refusal?.code === 'password_change_required' ||
    refusal?.faults.some(({ field }) => field === 'newPassword');
  const mayBeReplaced = refusal?.code === 'invalid_credentials' && refusal.values.newPassword !== undefined;
  return (
    <>
      <h1>Sign in</h1>
      <Notice text={refusal ? undefined : loaderData.text} />
      <PageForm label="Sign in" refusal={refusal}>
        {mayBeReplaced && <p>If you have sent this before, sign in with the new password.</p>}
        <Field name="email" label="Email" type="email" autoComplete="username" required refusal={refusal} />
        <Field
          name="password"
          label={isTemporary ? 'Temporary password' : 'Password'}
          type="password"
          autoComplete="current-password"
          required
          refusal={refusal}
        />
        {isTemporary && (
          <Field
            name="newPassword"
            label="New password"
            type="password"
            autoComplete="new-password"
            hint="Eight characters or more, of any kind."
            required
            refusal={refusal}
          />
        )}
      </PageForm>
      {loaderData.isSignUpOpen && (
        <p>
          You have no account yet? <Link to="/signup">Sign up</Link>
        </p>
      )}
    </>
  );
}
