import { Form, Link } from 'react-router';
import { AccountRow } from '../ui/account-row';
import { Notice } from '../ui/notice';
import { arriveSignedIn } from '../visit/arrive';
import { load } from '../visit/load';
import { submit, textOf } from '../visit/submit';
import type { Route } from './+types/admin';

export const meta: Route.MetaFunction = () => [{ title: 'Accounts · Latchkey' }];

const DONE: Readonly<Record<string, string>> = {
  ban: 'The ban counts in every service already: the next thing that person does is refused.',
  unban: 'The ban is lifted: that person can sign in at once.',
  roles: 'The roles are changed, and count with that person’s next page.',
};

export async function loader(args: Route.LoaderArgs) {
  const { user, visit } = arriveSignedIn(args, { form: true });
  // The auth service would say so, too; this page need not ask it.
  if (!user.roles.includes('admin')) throw new Response('Accounts are for admins.', { status: 403 });
  const query = new URL(args.request.url).searchParams;
  const email = query.get('email') ?? '';
  const after = query.get('after') ?? undefined;
  const search = { limit: 20, ...(email && { email }), ...(after && { after }) };
  const page = await load(args.request, visit.auth.listUsers(search));
  // Not the roles: anybody can make a link, and an admin may press the button beside what it filled in.
  const typed = { id: query.get('id'), reason: query.get('reason') ?? '' };
  return { own: user.id, page, email, typed, again: query.has('again'), done: query.get('done') };
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  const [task, id, reason, roles] = ['task', 'id', 'reason', 'roles'].map((name) => textOf(form, name)) as [
    string,
    string,
    string,
    string,
  ];
  const values = { id, ...(task === 'ban' && { reason }) };
  return submit({ request, context, values }, async () => {
    if (task === 'ban') await context.auth.banUser(id, reason === '' ? {} : { reason });
    if (task === 'unban') await context.auth.unbanUser(id);
    if (task === 'roles') await context.auth.setRoles(id, roles.split(/[\s,]+/).filter(Boolean));
    const email = new URL(request.url).searchParams.get('email') ?? '';
    return `/admin?${new URLSearchParams({ email, done: task }).toString()}`;
  });
}

export default function Admin({ loaderData, actionData }: Route.ComponentProps) {
  const { own, page, email, typed, again, done } = loaderData;
  const fault = actionData?.faults.map(({ message }) => message).join(' ');
  return (
    <>
      <h1>Accounts</h1>
      <Notice again={again} text={fault ?? DONE[done ?? '']} />
      <Form role="search" className="search">
        <label htmlFor="email">Part of an email</label>
        <input id="email" name="email" type="search" defaultValue={email} />
        <button>Search</button>
      </Form>
      <div className="scroll">
        <table>
          <caption>{email ? `Accounts with “${email}”` : 'All accounts'}</caption>
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">Roles</th>
              <th scope="col">Ban</th>
            </tr>
          </thead>
          <tbody>
            {page.users.map((account) => (
              <AccountRow
                key={`${account.id} ${account.roles.join()} ${account.ban !== undefined}`}
                account={account}
                isOwn={account.id === own}
                typed={typed.id === account.id ? typed : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
      {page.next && (
        <Link to={`?${new URLSearchParams({ email, after: page.next }).toString()}`}>More accounts</Link>
      )}
    </>
  );
}
