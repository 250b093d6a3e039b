import type { Account } from '@latchkey/common/client';
import { arriveAsAdmin, type Page } from '../../http/page';
import type { Site } from '../../site';
import { noticeText, texts } from '../../texts/texts';
import { NoticeBox, Time } from '../../views/forms';

const PAGE_SIZE = 20;
const t = texts.accounts;

/** What an admin looks for, as the address has it. */
interface Filters {
  readonly email?: string;
  readonly role?: string;
  readonly banned?: true;
}

/** The list of accounts, for admins. */
export async function showAccounts(page: Page): Promise<Response> {
  const { visit, site, query } = page;
  const own = arriveAsAdmin(page, t.forAdmins);
  const filters = filtersOf(query);
  const after = query.get('after') ?? '';
  const search = { limit: PAGE_SIZE, ...filters, ...(after && { after }) };
  const { users, next } = await visit.load(visit.auth.listUsers(search));
  const { code } = visit.takeNotice();
  return page.show(
    t.title,
    <>
      <h1>{t.title}</h1>
      <NoticeBox text={noticeText(code)} />
      <FilterForm filters={filters} site={site} />
      {users.length === 0 ? <Nothing /> : <AccountTable accounts={users} ownId={own.id} site={site} />}
      <nav class="pager" aria-label={t.list}>
        {after && <a href={addressOf(site, filters)}>{t.first}</a>}
        {next && <a href={addressOf(site, { ...filters, after: next })}>{t.more}</a>}
      </nav>
    </>,
  );
}

function filtersOf(query: URLSearchParams): Filters {
  const email = query.get('email')?.trim() ?? '';
  const role = query.get('role')?.trim() ?? '';
  const isBanned = query.get('banned') === 'true';
  return { ...(email && { email }), ...(role && { role }), ...(isBanned && { banned: true }) };
}

function addressOf({ paths }: Site, fields: Filters & { readonly after?: string }): string {
  const query = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return query.size === 0 ? paths.accounts : `${paths.accounts}?${query.toString()}`;
}

function FilterForm({ filters, site }: { readonly filters: Filters; readonly site: Site }) {
  return (
    <form class="filters" role="search" aria-label={t.filter} action={site.paths.accounts}>
      <p class="field">
        <label for="email">{t.email}</label>
        <input id="email" name="email" type="search" autocomplete="off" value={filters.email} />
      </p>
      <p class="field">
        <label for="role">{t.role}</label>
        <input id="role" name="role" type="search" autocomplete="off" value={filters.role} />
      </p>
      <p class="check">
        <input id="banned" name="banned" type="checkbox" value="true" checked={filters.banned} />
        <label for="banned">{t.onlyBanned}</label>
      </p>
      <button>{t.search}</button>
      {Object.keys(filters).length > 0 && <a href={site.paths.accounts}>{t.clear}</a>}
    </form>
  );
}

function Nothing() {
  return (
    <div class="empty">
      <p>{t.none}</p>
      <p>{t.noneHint}</p>
    </div>
  );
}

interface AccountTableProps {
  readonly accounts: readonly Account[];
  readonly ownId: string;
  readonly site: Site;
}

/** A table on a wide screen; on a narrow one the style makes a card of each row, and the roles keep it a table. */
function AccountTable({ accounts, ownId, site }: AccountTableProps) {
  const headings = [t.account, t.roles, t.status, t.created];
  return (
    <table role="table">
      <caption>{t.list}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {headings.map((heading) => (
            <th role="columnheader" scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {accounts.map(({ id, email, roles, ban, createdAt }) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              <a href={site.paths.account(id)}>{email}</a>{' '}
              {id === ownId && <span class="badge">{t.you}</span>}
            </th>
            <td role="cell">
              {roles.length === 0 ? (
                <span class="hint">{t.noRoles}</span>
              ) : (
                roles.map((role) => <Badge text={role} />)
              )}
            </td>
            <td role="cell">
              <Status ban={ban} />
            </td>
            <td role="cell" data-label={t.created}>
              <Time at={createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Badge({ text }: { readonly text: string }) {
  return <span class="badge">{text}</span>;
}

/** Whether an account is banned, and until when. */
export function Status({ ban }: { readonly ban: Account['ban'] | undefined }) {
  if (!ban) return <span class="badge good">{t.active}</span>;
  return (
    <span class="badge bad">
      {ban.until === undefined ? (
        t.banned
      ) : (
        <>
          {t.bannedUntil} <Time at={ban.until} />
        </>
      )}
    </span>
  );
}
