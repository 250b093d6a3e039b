import { Link, redirect } from 'react-router';
import { SignUpForm } from '../ui/sign-up-form';
import { arrive } from '../visit/arrive';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/sign-up';

export const meta: Route.MetaFunction = () => [{ title: 'Sign up · Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  const { invitation, signUp } = args.context;
  const token = new URL(args.request.url).searchParams.get('invitation');
  if (token !== null) {
    // Before anything else, or a bounce through the auth service would carry it along in an address.
    invitation.keep(token);
    throw redirect('/signup/invited', 303);
  }
  const { user } = arrive(args);
  const notice = takeNotice(args);
  if (user) throw redirect('/');
  return { text: notice.text, signUp };
}

export async function action(args: Route.ActionArgs) {
  const { email = '', password = '' } = textsOf(await args.request.formData());
  return submit(args, { values: { email }, forAnybody: true }, async () => {
    await args.context.auth.signUp({ email, password });
    return { path: '/' };
  });
}

const WHY_NOT = {
  invite: 'Sign-up is by invitation. Open the link that you were given.',
  closed: 'Nobody can sign up here at the moment.',
};

export default function SignUp({ loaderData: { text, signUp }, actionData }: Route.ComponentProps) {
  if (signUp === 'open') return <SignUpForm text={text} refusal={actionData} />;
  return (
    <>
      <h1>Sign up</h1>
      <p>{WHY_NOT[signUp]}</p>
      <p>
        You have an account? <Link to="/signin">Sign in</Link>
      </p>
    </>
  );
}
