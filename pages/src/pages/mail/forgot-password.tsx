import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { EmailField } from '../../views/credential-fields';
import { Faults, NoticeBox, PageForm } from '../../views/forms';

export function showForgotPassword(page: Page): Promise<Response> {
  page.visit.arrive();
  const { code } = page.visit.takeNotice();
  return page.show(texts.forgotPassword.title, <ForgotPassword page={page} text={noticeText(code)} />);
}

/** The answer says the same whether an account has the address or not. */
export async function forgotPassword(page: Page): Promise<Response> {
  const { visit, site } = page;
  const { email = '' } = await page.form();
  const outcome = await visit.submit({ values: { email }, forAnybody: true }, async () => {
    await visit.auth.requestPasswordReset(email);
    return { location: site.paths.forgotPassword, code: 'mail_sent' };
  });
  if (outcome instanceof Response) return outcome;
  return page.show(texts.forgotPassword.title, <ForgotPassword page={page} refusal={outcome} />, {
    refusal: outcome,
  });
}

interface ForgotPasswordProps {
  readonly page: Page;
  readonly text?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

function ForgotPassword({ page: { site }, text, refusal }: ForgotPasswordProps) {
  return (
    <div class="card">
      <h1>{texts.forgotPassword.title}</h1>
      <p class="lead">{texts.forgotPassword.lead}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      <PageForm button={texts.forgotPassword.button}>
        <EmailField refusal={refusal} />
      </PageForm>
      <p class="other">
        <a href={site.paths.signIn}>{texts.forgotPassword.toSignIn}</a>
      </p>
    </div>
  );
}
