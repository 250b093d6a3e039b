import type { Refusal } from '@latchkey/common/pages';
import { chosenTask } from '../../http/chosen-task';
import type { Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { Faults, NoticeBox } from '../../views/forms';
import { PasskeysSection } from './passkeys-section';
import { AppSection, CodesSection, PasswordSection, SecondSection } from './sections';
import { TASKS } from './tasks';

const t = texts.security;

/** How the owner of an account signs in, and what protects it. */
export function showSecurity(page: Page): Promise<Response> {
  page.visit.arriveSignedIn({ form: true });
  return renderSecurity(page);
}

export async function changeSecurity(page: Page): Promise<Response> {
  const { visit, site } = page;
  const fields = await page.form();
  const { code, run } = chosenTask(TASKS, fields.task);
  const outcome = await visit.submit({ values: fields }, async () => {
    const leads = await run(visit.auth, fields);
    return { location: leads === 'recoveryCodes' ? site.paths.recoveryCodes : site.paths.security, code };
  });
  return outcome instanceof Response ? outcome : renderSecurity(page, outcome);
}

async function renderSecurity(page: Page, refusal?: Refusal): Promise<Response> {
  const { visit, site } = page;
  visit.arriveSignedIn();
  const own = await visit.load(visit.auth.showFactors());
  const { code } = visit.takeNotice();
  const content = (
    <>
      <h1>{t.title}</h1>
      <p class="lead">
        {t.lead} <a href={site.paths.devices}>{t.devices}</a> · <a href={site.paths.activity}>{t.activity}</a>
      </p>
      <NoticeBox text={refusal ? undefined : noticeText(code)} />
      <Faults refusal={refusal} />
      <PasswordSection own={own} site={site} />
      <AppSection own={own} site={site} />
      <PasskeysSection own={own} site={site} refusal={refusal} />
      <SecondSection own={own} />
      <CodesSection own={own} site={site} />
    </>
  );
  return page.show(t.title, content, { refusal });
}
