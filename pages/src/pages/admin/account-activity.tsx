import { arriveAsAdmin, type Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { AccountEvents } from '../../views/events';
import { Pager } from '../../views/pager';
import { loadOrNone } from './load-or-none';

const PAGE_SIZE = 20;
const LATEST = 10;
const t = texts.activity;

/** What happened to an account, for admins, a page at a time. */
export async function showAccountActivity(page: Page): Promise<Response> {
  const { visit, site, query } = page;
  arriveAsAdmin(page, texts.accounts.forAdmins);
  const id = page.param('id');
  const after = query.get('after') ?? '';
  const [{ email }, { events, next }] = await visit.load(
    Promise.all([
      visit.auth.showUser(id),
      visit.auth.listUserEvents(id, { limit: PAGE_SIZE, ...(after && { after }) }),
    ]),
  );
  const own = site.paths.accountActivity(id);
  return page.show(
    t.titleOf(email),
    <>
      <p class="back">
        <a href={site.paths.account(id)}>{email}</a>
      </p>
      <h1>{t.titleOf(email)}</h1>
      {events.length === 0 ? <p class="empty">{t.none}</p> : <AccountEvents events={events} site={site} />}
      <Pager
        label={t.list}
        first={after ? { href: own, text: t.newest } : undefined}
        next={next === undefined ? undefined : { href: `${own}?after=${next}`, text: t.older }}
      />
    </>,
  );
}

/** The latest of it, on the page of the account, which is shown without it where it cannot be read. */
export async function latestActivity({ visit, site }: Page, id: string) {
  const latest = await loadOrNone(visit.auth.listUserEvents(id, { limit: LATEST }));
  return (
    <section>
      <h2>{t.title}</h2>
      {latest ? <AccountEvents events={latest.events} site={site} /> : <p class="empty">{t.unavailable}</p>}
      {latest?.next !== undefined && <a href={site.paths.accountActivity(id)}>{t.all}</a>}
    </section>
  );
}
