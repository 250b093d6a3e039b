import type { Refusal } from '@latchkey/common/pages';
import { arriveAsAdmin, type Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { Faults, NoticeBox, PageForm } from '../../views/forms';
import { latestActivity } from './account-activity';
import { takesAdminAway, taskOf, type Fields } from './account-tasks';
import { factorsOf } from './account-factors';
import { AccountSections } from './account-sections';
import { devicesOf } from './account-devices';

/** One account, for admins. */
export function showAccount(page: Page): Promise<Response> {
  arriveAsAdmin(page, texts.accounts.forAdmins, { form: true });
  return renderAccount(page);
}

export async function changeAccount(page: Page): Promise<Response> {
  const { visit, site } = page;
  const fields = await page.form();
  const task = taskOf(fields.task);
  const id = page.param('id');
  if (!task) {
    const message = texts.errors.wrongButton;
    return renderAccount(page, { status: 400, faults: [{ message }], values: {} });
  }
  const fault = task.validate?.(fields);
  if (fault) return renderAccount(page, { status: 400, faults: [fault], values: fields });
  // A form that comes back after a renewal is kept in a cookie, which every service of this origin receives.
  const kept = { ...fields, reason: '' };
  const outcome = await visit.submit({ values: kept }, async () => {
    if (fields.confirmed === undefined && takesAdminAway(await visit.auth.showUser(id), fields))
      return { location: `${site.paths.account(id)}/take-admin?${rolesQuery(fields)}` };
    await task.run(visit.auth, id, fields);
    return { location: site.paths.account(id), code: task.name };
  });
  return outcome instanceof Response ? outcome : renderAccount(page, { ...outcome, values: fields });
}

/** Asks once more before the role admin is taken away. */
export async function confirmTakeAdmin(page: Page): Promise<Response> {
  const { visit, site, query } = page;
  arriveAsAdmin(page, texts.accounts.forAdmins, { form: true });
  const id = page.param('id');
  const { email } = await visit.load(visit.auth.showUser(id));
  const t = texts.account;
  const content = (
    <div class="card">
      <h1>{t.takeAdminTitle}</h1>
      <p>{t.takeAdminText(email)}</p>
      <PageForm button={t.takeAdminButton} kind="danger" task="roles" action={site.paths.account(id)}>
        <input type="hidden" name="roles" value={query.get('roles') ?? ''} />
        <input type="hidden" name="confirmed" value="true" />
      </PageForm>
      <p class="other">
        <a href={site.paths.account(id)}>{t.cancel}</a>
      </p>
    </div>
  );
  return page.show(t.takeAdminTitle, content);
}

function rolesQuery({ roles = '' }: Fields): string {
  return new URLSearchParams({ roles }).toString();
}

async function renderAccount(page: Page, refusal?: Refusal): Promise<Response> {
  const { visit, site } = page;
  const own = arriveAsAdmin(page, texts.accounts.forAdmins);
  const id = page.param('id');
  const [account, factors, devices, activity] = await Promise.all([
    visit.load(visit.auth.showUser(id)),
    factorsOf(page, id),
    devicesOf(page, id),
    latestActivity(page, id),
  ]);
  const { code, values } = visit.takeNotice();
  // After a renewal the form comes back with what was typed.
  const typed = refusal ?? { status: 200, faults: [], values };
  const content = (
    <>
      <p class="back">
        <a href={site.paths.accounts}>{texts.account.back}</a>
      </p>
      <h1>
        {account.email} {account.id === own.id && <span class="badge">{texts.accounts.you}</span>}
      </h1>
      <NoticeBox text={refusal ? undefined : noticeText(code)} />
      <Faults refusal={refusal} />
      <AccountSections account={account} site={site} typed={typed} />
      {factors}
      {devices}
      {activity}
    </>
  );
  return page.show(account.email, content, { refusal });
}
