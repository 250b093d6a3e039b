import { data, Form, Link } from 'react-router';
import { parseClaims } from '../parse-claims';
import { AccountRow } from '../ui/account-row';
import { Notice } from '../ui/notice';
import { arriveSignedIn } from '../visit/arrive';
import { load } from '../visit/load';
import { takeNotice } from '../visit/notices';
import { submit, textsOf, type Refusal } from '../visit/submit';
import type { Route } from './+types/admin';

const NO_CLAIMS = { message: 'Give the claims as a JSON object, such as {"tenant":"acme"}.' };

export const meta: Route.MetaFunction = () => [{ title: 'Accounts · Latchkey' }];

export async function loader(args: Route.LoaderArgs) {
  const { user, auth } = arriveSignedIn(args, { form: true });
  // The auth service would say so, too; this page need not ask it.
  if (!user.roles.includes('admin')) throw new Response('Accounts are for admins.', { status: 403 });
  const query = new URL(args.request.url).searchParams;
  const email = query.get('email') ?? '';
  const after = query.get('after') ?? undefined;
  const search = { limit: 20, ...(email && { email }), ...(after && { after }) };
  const page = await load(args, auth.listUsers(search));
  return { own: user.id, page, email, notice: takeNotice(args) };
}

export async function action(args: Route.ActionArgs) {
  const { auth } = args.context;
  const values = textsOf(await args.request.formData());
  const { id = '', task = '', reason = '', roles = '', claims: json = '' } = values;
  const claims = parseClaims(json);
  const tasks = {
    ban: () => auth.banUser(id, reason === '' ? {} : { reason }),
    unban: () => auth.unbanUser(id),
    sessions: () => auth.endUserSessions(id),
    roles: () => auth.setRoles(id, roles.split(/[\s,]+/).filter(Boolean)),
    claims: () => auth.setClaims(id, claims ?? {}),
  };
  if (!Object.hasOwn(tasks, task)) throw new Response('This form has no such button.', { status: 400 });
  if (task === 'claims' && !claims) return data<Refusal>({ faults: [NO_CLAIMS], values }, 400);
  const code = task as keyof typeof tasks;
  return submit(args, { values }, async () => {
    await tasks[code]();
    const email = new URL(args.request.url).searchParams.get('email') ?? '';
    return { path: `/admin?${new URLSearchParams({ email }).toString()}`, code };
  });
}

export default function Admin({ loaderData, actionData }: Route.ComponentProps) {
  const { own, page, email, notice } = loaderData;
  const fault = actionData?.faults.map(({ message }) => message).join(' ');
  return (
    <>
      <h1>Accounts</h1>
      <Notice text={fault ?? notice.text} />
      <p>
        <Link to="/admin/invitations">Invite somebody</Link>
      </p>
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
              <th scope="col">Roles and claims</th>
              <th scope="col">Ban</th>
              <th scope="col">Sessions</th>
            </tr>
          </thead>
          <tbody>
            {page.users.map((account) => (
              <AccountRow
                key={`${account.id} ${account.roles.join()} ${JSON.stringify(account.claims)} ${account.ban !== undefined}`}
                account={account}
                isOwn={account.id === own}
                typed={notice.values.id === account.id ? notice.values : {}}
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
