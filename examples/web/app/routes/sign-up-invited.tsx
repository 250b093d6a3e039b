import { redirect } from 'react-router';
import { SignUpForm } from '../ui/sign-up-form';
import { arrive } from '../visit/arrive';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/sign-up-invited';

export const meta: Route.MetaFunction = () => [{ title: 'Sign up · Latchkey' }];

/** Who came by a link of an invitation; /signup has moved its token into a cookie. To see the page uses nothing up. */
export function loader(args: Route.LoaderArgs) {
  if (args.context.invitation.token === undefined) throw redirect('/signup');
  const { user } = arrive(args);
  const notice = takeNotice(args);
  if (user) throw redirect('/');
  return { text: notice.text ?? 'You are invited. Use the email address that the invitation is for.' };
}

export async function action(args: Route.ActionArgs) {
  const { auth, invitation } = args.context;
  const { token = '' } = invitation;
  const { email = '', password = '' } = textsOf(await args.request.formData());
  return submit(args, { values: { email }, forAnybody: true }, async () => {
    await auth.signUp({ email, password, invitation: token });
    invitation.clear();
    return { path: '/' };
  });
}

export default function SignUpInvited({ loaderData: { text }, actionData }: Route.ComponentProps) {
  return <SignUpForm text={text} refusal={actionData} />;
}
