import { data, Link } from 'react-router';
import { inDocument } from '../in-document';
import { noticeText } from '../notices';
import { createTicket, listTickets, type Ticket } from '../tickets';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PageForm } from '../ui/page-form';
import type { Route } from './+types/tickets';

export const meta: Route.MetaFunction = () => [{ title: 'Tickets · Latchkey' }];

export async function loader({ request, context }: Route.LoaderArgs) {
  const visit = await context.visit(request);
  return inDocument(async () => {
    const user = visit.arriveSignedIn({ form: true });
    const page = await visit.load(listTickets(context.tickets(visit), visit.url.searchParams.get('after')));
    const { code, values } = visit.takeNotice();
    return { user, page, notice: noticeText(code), values };
  });
}

export async function action({ request, context }: Route.ActionArgs) {
  const visit = await context.visit(request);
  const form = await request.formData();
  const [title, price] = [textOf(form, 'title'), textOf(form, 'price')];
  const outcome = await inDocument(() =>
    visit.submit({ values: { title, price } }, async () => {
      await createTicket(context.tickets(visit), { title, price });
      return { location: '/tickets', code: 'ticket_offered' };
    }),
  );
  return outcome instanceof Response ? outcome : data(outcome, outcome.status);
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

export default function Tickets({ loaderData, actionData }: Route.ComponentProps) {
  const { user, page, notice, values } = loaderData;
  const refusal = actionData ?? { status: 200, faults: [], values };
  return (
    <>
      <h1>Tickets</h1>
      <Notice text={actionData ? undefined : notice} />
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
