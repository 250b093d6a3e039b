import { Link } from 'react-router';
import { createTicket, listTickets, type Ticket } from '../tickets';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { arriveSignedIn } from '../visit/arrive';
import { load } from '../visit/load';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/tickets';

export const meta: Route.MetaFunction = () => [{ title: 'Tickets · Latchkey' }];

export async function loader(args: Route.LoaderArgs) {
  const { user, tickets } = arriveSignedIn(args, { form: true });
  const after = new URL(args.request.url).searchParams.get('after');
  const page = await load(args, listTickets(tickets, after));
  return { user, page, notice: takeNotice(args) };
}

export async function action(args: Route.ActionArgs) {
  const { title = '', price = '' } = textsOf(await args.request.formData());
  const values = { title, price };
  return submit(args, { values }, async () => {
    await createTicket(args.context.tickets, values);
    return { path: '/tickets', code: 'ticket_offered' };
  });
}

export default function Tickets({ loaderData, actionData }: Route.ComponentProps) {
  const { user, page, notice } = loaderData;
  const refusal = actionData ?? { faults: [], values: notice.values };
  return (
    <>
      <h1>Tickets</h1>
      <Notice text={actionData ? undefined : notice.text} />
      <section aria-labelledby="offer">
        <h2 id="offer">Offer a ticket</h2>
        <PageForm label="Offer it" refusal={actionData} key={page.tickets[0]?.id}>
          <Field name="title" label="Title" required refusal={refusal} />
          <Field name="price" label="Price" inputMode="decimal" required refusal={refusal} />
        </PageForm>
      </section>
      <section aria-labelledby="all">
        <h2 id="all">On offer</h2>
        {page.tickets.length === 0 ? <p>None yet.</p> : <List tickets={page.tickets} own={user.id} />}
        {page.next && <Link to={`?after=${page.next}`}>Older ones</Link>}
      </section>
    </>
  );
}

function List({ tickets, own }: { readonly tickets: readonly Ticket[]; readonly own: string }) {
  return (
    <ul className="cards">
      {tickets.map(({ id, title, price, userId }) => (
        <li key={id}>
          <strong>{title}</strong>
          <span>{price.toFixed(2)}</span>
          {userId === own && <em>yours</em>}
        </li>
      ))}
    </ul>
  );
}
