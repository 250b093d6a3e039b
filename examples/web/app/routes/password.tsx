import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { arriveSignedIn } from '../visit/arrive';
import { submit, textOf } from '../visit/submit';
import type { Route } from './+types/password';

export const meta: Route.MetaFunction = () => [{ title: 'Password · Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  const { user } = arriveSignedIn(args, { form: true });
  const query = new URL(args.request.url).searchParams;
  return { user, again: query.has('again'), isDone: query.has('done') };
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  return submit({ request, context }, async () => {
    await context.auth.changePassword({
      currentPassword: textOf(form, 'currentPassword'),
      newPassword: textOf(form, 'newPassword'),
    });
    return '/password?done=true';
  });
}

export default function Password({ loaderData, actionData: refusal }: Route.ComponentProps) {
  const { user, again, isDone } = loaderData;
  return (
    <>
      <h1>Change your password</h1>
      <Notice
        again={again && !refusal}
        text={isDone ? 'It is changed, and you are signed out on every other device.' : undefined}
      />
      <PageForm label="Change it" refusal={refusal} key={String(isDone)}>
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
