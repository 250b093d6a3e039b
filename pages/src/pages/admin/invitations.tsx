import type { Invitation, Invitations, NewInvitation } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import { arriveAsAdmin, type Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { Faults, Field, NoticeBox, PageForm, Time } from '../../views/forms';
import { loadOrNone } from './load-or-none';

const PAGE_SIZE = 20;
const t = texts.invitations;

export function showInvitations(page: Page): Promise<Response> {
  return renderInvitations(page, {});
}

/** Invites somebody, or takes an invitation back. */
export async function changeInvitations(page: Page): Promise<Response> {
  const { visit, site } = page;
  const { id, email = '' } = await page.form();
  let made: NewInvitation | undefined;
  const values = id === undefined ? { email } : {};
  const outcome = await visit.submit({ values }, async () => {
    if (id === undefined) made = await visit.auth.invite(email);
    else await visit.auth.removeInvitation(id);
    return { location: site.paths.invitations, ...(id !== undefined && { code: 'invitation_removed' }) };
  });
  // Its link is shown in this answer and nowhere else, so no other page follows.
  if (made) return renderInvitations(page, { made });
  return outcome instanceof Response ? outcome : renderInvitations(page, { refusal: outcome });
}

interface Shown {
  readonly made?: NewInvitation;
  readonly refusal?: Refusal;
}

async function renderInvitations(page: Page, { made, refusal }: Shown): Promise<Response> {
  const { visit, site } = page;
  // Who made an invitation is an admin. No redirect may follow then, and none to renew the token after a refusal.
  if (!made) arriveAsAdmin(page, t.forAdmins, { form: !refusal });
  // Beside a new link, which an error page or a redirect would lose, the page is shown without the list where that fails.
  const list = made ? await loadOrNone(loadList(page)) : await visit.load(loadList(page));
  const { code, values } = visit.takeNotice();
  const content = (
    <>
      <h1>{t.title}</h1>
      <NoticeBox text={made || refusal ? undefined : noticeText(code)} />
      <Faults refusal={refusal} />
      {made && <NewLink made={made} path={site.paths.signUp} />}
      <PageForm button={t.button}>
        <Field
          name="email"
          label={texts.form.email}
          type="email"
          autocomplete="off"
          hint={t.hint}
          required
          refusal={refusal ?? { status: 200, faults: [], values }}
        />
      </PageForm>
      <h2>{t.list}</h2>
      {list ? <OpenOnes list={list} /> : <p class="empty">{t.unavailable}</p>}
    </>
  );
  return page.show(t.title, content, { refusal });
}

function loadList({ visit, query }: Page): Promise<Invitations> {
  const after = query.get('after') ?? '';
  return visit.auth.listInvitations({ limit: PAGE_SIZE, ...(after && { after }) });
}

/** The link of an invitation that was just made, to be copied. */
function NewLink({
  made: { email, link, token },
  path,
}: {
  readonly made: NewInvitation;
  readonly path: string;
}) {
  return (
    <div role="status" class="notice">
      <p class="field">
        <label for="link">{t.made(email)}</label>
        <input id="link" readonly value={link ?? `${path}?invitation=${token}`} />
      </p>
    </div>
  );
}

function OpenOnes({ list: { invitations, next } }: { readonly list: Invitations }) {
  return (
    <>
      {invitations.length === 0 && <p class="empty">{t.none}</p>}
      <ul class="rows">
        {invitations.map((invitation) => (
          <Open invitation={invitation} />
        ))}
      </ul>
      {next && <a href={`?${new URLSearchParams({ after: next }).toString()}`}>{t.more}</a>}
    </>
  );
}

function Open({ invitation: { id, email, expiresAt } }: { readonly invitation: Invitation }) {
  return (
    <li>
      <div>
        <strong>{email}</strong>
        <p class="hint">
          {t.until} <Time at={expiresAt} />
        </p>
      </div>
      <form method="post">
        <input type="hidden" name="id" value={id} />
        <button class="quiet" aria-label={t.removeOf(email)}>
          {t.remove}
        </button>
      </form>
    </li>
  );
}
