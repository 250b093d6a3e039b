import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { arriveSignedIn } from '../visit/arrive';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/password';

export const meta: Route.MetaFunction = () => [{ title: 'Password · Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  const { user } = arriveSignedIn(args, { form: true });
  return { user, notice: takeNotice(args) };
}

export async function action(args: Route.ActionArgs) {
  const { currentPassword = '', newPassword = '' } = textsOf(await args.request.formData());
  return submit(args, {}, async () => {
    await args.context.auth.changePassword({ currentPassword, newPassword });
    return { path: '/password', code: 'password_changed' };
  });
}

export default function Password({ loaderData, actionData: refusal }: Route.ComponentProps) {
  const { user, notice } = loaderData;
  return (
    <>
      <h1>Change your password</h1>
      <Notice text={refusal ? undefined : notice.text} />
      <PageForm label="Change it" refusal={refusal} key={notice.text}>
        {/* So that a password manager knows whose it is. */}
        <input type="email" name="username" autoComplete="username" value={user.email} readOnly hidden />
        <Field
          name="currentPassword"
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          refusal={refusal}
        />
        <Field
          name="newPassword"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="Eight characters or more, of any kind."
          required
          refusal={refusal}
        />
      </PageForm>
    </>
  );
}
