import type { Invitation, NewInvitation } from '@latchkey/common/client';
import { data, Form, Link } from 'react-router';
import { Field } from '../ui/field';
import { NewLink } from '../ui/new-link';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { Time } from '../ui/time';
import { arriveSignedIn } from '../visit/arrive';
import { load } from '../visit/load';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/invitations';

const PAGE = '/admin/invitations';

export const meta: Route.MetaFunction = () => [{ title: 'Invitations · Latchkey' }];

export async function loader(args: Route.LoaderArgs) {
  const { user, auth } = arriveSignedIn(args, { form: true });
  if (!user.roles.includes('admin')) throw new Response('Invitations are for admins.', { status: 403 });
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  const page = await load(args, auth.listInvitations({ limit: 20, ...(after && { after }) }));
  return { page, notice: takeNotice(args) };
}

export async function action(args: Route.ActionArgs) {
  const { auth } = args.context;
  const { id, email = '' } = textsOf(await args.request.formData());
  if (id !== undefined) {
    return submit(args, {}, async () => {
      await auth.removeInvitation(id);
      return { path: PAGE, code: 'invitation_removed' };
    });
  }
  let made: NewInvitation | undefined;
  const answer = await submit(args, { values: { email } }, async () => {
    made = await auth.invite(email);
    return { path: PAGE };
  });
  // Shown in this answer and nowhere else, so it is not followed by another page.
  return made ? data({ made }) : answer;
}

export default function Invitations({ loaderData: { page, notice }, actionData }: Route.ComponentProps) {
  const made = actionData && 'made' in actionData ? actionData.made : undefined;
  const refusal = actionData && 'faults' in actionData ? actionData : undefined;
  return (
    <>
      <h1>Invitations</h1>
      <Notice text={actionData ? undefined : notice.text} />
      {made && <NewLink made={made} />}
      <PageForm label="Invite" refusal={refusal} key={made?.id}>
        <Field
          name="email"
          label="Email"
          type="email"
          autoComplete="off"
          hint="You get a link for this person. It works once, within 72 hours."
          required
          refusal={refusal ?? { faults: [], values: notice.values }}
        />
      </PageForm>
      {page.invitations.length > 0 && <Open invitations={page.invitations} />}
      {page.next && (
        <Link to={`?${new URLSearchParams({ after: page.next }).toString()}`}>More invitations</Link>
      )}
      <p>
        <Link to="/admin">To the accounts</Link>
      </p>
    </>
  );
}

function Open({ invitations }: { readonly invitations: readonly Invitation[] }) {
  return (
    <div className="scroll">
      <table>
        <caption>Open invitations</caption>
        <thead>
          <tr>
            <th scope="col">Email</th>
            <th scope="col">Works until</th>
            <th scope="col">Action</th>
          </tr>
        </thead>
        <tbody>
          {invitations.map(({ id, email, expiresAt }) => (
            <tr key={id}>
              <th scope="row">{email}</th>
              <td>
                <Time at={expiresAt} />
              </td>
              <td>
                <Form method="post">
                  <input type="hidden" name="id" value={id} />
                  <button className="quiet" aria-label={`Remove the invitation of ${email}`}>
                    Remove
                  </button>
                </Form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
