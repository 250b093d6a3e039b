import type { Page } from '../http/page';
import { texts } from '../texts/texts';
import { OwnEvents } from '../views/events';
import { Pager } from '../views/pager';

const PAGE_SIZE = 20;
const t = texts.activity;

/** What happened to the account of the person, a page at a time. */
export async function showActivity(page: Page): Promise<Response> {
  const { visit, site, query } = page;
  visit.arriveSignedIn();
  const after = query.get('after') ?? '';
  const search = { limit: PAGE_SIZE, ...(after && { after }) };
  const { events, next } = await visit.load(visit.auth.listMyEvents(search));
  const { activity, password } = site.paths;
  return page.show(
    t.title,
    <>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p>
        {t.notYou} <a href={password}>{t.changePassword}</a>. {t.notYouText}
      </p>
      {events.length === 0 ? <p class="empty">{t.none}</p> : <OwnEvents events={events} />}
      <Pager
        label={t.list}
        first={after ? { href: activity, text: t.newest } : undefined}
        next={next === undefined ? undefined : { href: `${activity}?after=${next}`, text: t.older }}
      />
    </>,
  );
}
