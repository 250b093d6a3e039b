import { Link } from 'react-router';
import { createTicket, listTickets, type Ticket } from '../tickets';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import { arriveSignedIn } from '../visit/arrive';
import { load } from '../visit/load';
import { submit, textOf, type Refusal } from '../visit/submit';
import type { Route } from './+types/tickets';

export const meta: Route.MetaFunction = () => [{ title: 'Tickets · Latchkey' }];

export async function loader(args: Route.LoaderArgs) {
  const { user, visit } = arriveSignedIn(args, { form: true });
  const query = new URL(args.request.url).searchParams;
  const page = await load(args.request, listTickets(visit.tickets, query.get('after')));
  const typed: Refusal = {
    faults: [],
    values: { title: query.get('title') ?? '', price: query.get('price') ?? '' },
  };
  return { user, page, typed, again: query.has('again'), isMade: query.has('made') };
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  const values = { title: textOf(form, 'title'), price: textOf(form, 'price') };
  return submit({ request, context, values }, async () => {
    await createTicket(context.tickets, values);
    return '/tickets?made=true';
  });
}

export default function Tickets({ loaderData, actionData }: Route.ComponentProps) {
  const { user, page, typed, again, isMade } = loaderData;
  const refusal = actionData ?? typed;
  return (
    <>
      <h1>Tickets</h1>
      <Notice again={again && !actionData} text={isMade ? 'Your ticket is on offer.' : undefined} />
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
