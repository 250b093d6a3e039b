import type { CurrentUser } from '@latchkey/common';
import type { Refusal } from '@latchkey/common/pages';
import { nextOf } from '../http/next-of';
import type { Page } from '../http/page';
import { noticeText, texts } from '../texts/texts';
import { CurrentPasswordField } from '../views/credential-fields';
import { Faults, NoticeBox, PageForm } from '../views/forms';

export function showConfirm(page: Page): Promise<Response> {
  const user = page.visit.arriveSignedIn({ form: true });
  const { code } = page.visit.takeNotice();
  return page.show(texts.confirm.title, <Confirmation page={page} user={user} text={noticeText(code)} />);
}

/** The step-up begins here and not with the page, which the auth service would refuse a browser that another site sent. */
export async function confirm(page: Page): Promise<Response> {
  const { visit, site } = page;
  const { task, password = '' } = await page.form();
  const outcome = await visit.submit({}, async () => {
    await visit.auth.startStepUp();
    if (task === 'send_code') {
      await visit.auth.requestStepUpCode();
      return { location: site.paths.confirmByCode + visit.url.search };
    }
    await visit.auth.stepUpByPassword(password);
    return { location: nextOf(page) };
  });
  if (outcome instanceof Response) return outcome;
  const refusal = inWordsOfThisForm(outcome);
  const content = <Confirmation page={page} user={visit.arriveSignedIn()} refusal={refusal} />;
  return page.show(texts.confirm.title, content, { refusal });
}

/** The auth service says the same as at a sign-in, and this form has no email. */
function inWordsOfThisForm(refusal: Refusal): Refusal {
  if (refusal.code !== 'invalid_credentials') return refusal;
  return { ...refusal, faults: [{ field: 'password', message: texts.confirm.wrongPassword }] };
}

interface ConfirmationProps {
  readonly page: Page;
  readonly user: CurrentUser;
  readonly text?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

function Confirmation({ page: { site }, user, text, refusal }: ConfirmationProps) {
  return (
    <div class="card">
      <h1>{texts.confirm.title}</h1>
      <p class="lead">{texts.confirm.lead(user.email)}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      <PageForm button={texts.confirm.button}>
        {/* So that a password manager knows whose it is. */}
        <input type="email" name="username" autocomplete="username" value={user.email} readonly hidden />
        <CurrentPasswordField name="password" label={texts.form.password} refusal={refusal} />
      </PageForm>
      {site.signInByEmail && user.emailVerified && (
        <section>
          <p>{texts.confirmByCode.offer}</p>
          <PageForm button={texts.confirmByCode.send} task="send_code" />
        </section>
      )}
      {site.sendsMail && (
        <p class="other">
          <a href={site.paths.forgotPassword}>{texts.forgotPassword.title}</a>
        </p>
      )}
    </div>
  );
}
