import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { NewPasswordField } from '../../views/credential-fields';
import { Faults, PageForm } from '../../views/forms';
import { takeLink } from './take-link';

export function showResetPassword(page: Page): Promise<Response> {
  takeLink(page, page.site.paths.forgotPassword);
  return page.show(texts.resetPassword.title, <ResetPassword page={page} />);
}

export async function resetPassword(page: Page): Promise<Response> {
  const { visit, site, link } = page;
  const token = takeLink(page, site.paths.forgotPassword);
  const { password = '' } = await page.form();
  const outcome = await visit.submit({ forAnybody: true }, async () => {
    await visit.auth.resetPassword({ token, password });
    link(site.paths.resetPassword).clear();
    return { location: site.paths.signIn, code: 'password_reset' };
  });
  if (outcome instanceof Response) return outcome;
  return page.show(texts.resetPassword.title, <ResetPassword page={page} refusal={outcome} />, {
    refusal: outcome,
  });
}

interface ResetPasswordProps {
  readonly page: Page;
  readonly refusal?: Refusal | undefined;
}

function ResetPassword({ page: { site }, refusal }: ResetPasswordProps) {
  return (
    <div class="card">
      <h1>{texts.resetPassword.title}</h1>
      <p class="lead">{texts.resetPassword.lead}</p>
      <Faults refusal={refusal} />
      {refusal?.code === 'invalid_token' ? (
        <a class="button" href={site.paths.forgotPassword}>
          {texts.resetPassword.askAgain}
        </a>
      ) : (
        <PageForm button={texts.resetPassword.button}>
          <NewPasswordField name="password" label={texts.form.newPassword} refusal={refusal} />
        </PageForm>
      )}
    </div>
  );
}
