import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { Faults, NoticeBox, PageForm } from '../../views/forms';
import { RecoveryCodes } from '../../views/recovery-codes';

const t = texts.recoveryCodes;

export function showRecoveryCodes(page: Page): Promise<Response> {
  page.visit.arriveSignedIn({ form: true });
  return renderForm(page);
}

/** The new codes are shown in this answer and nowhere else, so no other page follows. */
export async function renewRecoveryCodes(page: Page): Promise<Response> {
  const { visit, site } = page;
  let codes: readonly string[] | undefined;
  const outcome = await visit.submit({}, async () => {
    codes = (await visit.auth.renewRecoveryCodes()).recoveryCodes;
    return { location: site.paths.recoveryCodes };
  });
  if (codes) return page.show(t.title, <RecoveryCodes codes={codes} site={site} />);
  return outcome instanceof Response ? outcome : renderForm(page, outcome);
}

async function renderForm(page: Page, refusal?: Refusal): Promise<Response> {
  const { visit, site } = page;
  visit.arriveSignedIn();
  const { recoveryCodes } = await visit.load(visit.auth.showFactors());
  const { code } = visit.takeNotice();
  const content = (
    <div class="card">
      <p class="back">
        <a href={site.paths.security}>{texts.security.title}</a>
      </p>
      <h1>{t.title}</h1>
      <NoticeBox text={refusal ? undefined : noticeText(code)} />
      <Faults refusal={refusal} />
      <p>{texts.security.codesLeft(recoveryCodes)}</p>
      <p>{t.renewLead}</p>
      <PageForm button={t.renew} />
    </div>
  );
  return page.show(t.title, content, { refusal });
}
