import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { NewPasswordField } from '../../views/credential-fields';
import { Faults, PageForm } from '../../views/forms';
import { secondFactorWay } from '../second-factor';
import { takeLink } from './take-link';

export function showVerifyEmail(page: Page): Promise<Response> {
  takeLink(page, page.site.paths.email);
  return page.show(texts.verifyEmail.title, <VerifyEmail page={page} />);
}

/** In another browser than the one that signed up, a new password comes with the token. */
export async function verifyEmail(page: Page): Promise<Response> {
  const { visit, site, link } = page;
  const token = takeLink(page, site.paths.email);
  const { password } = await page.form();
  const chosen = password === undefined ? {} : { password };
  const values = password === undefined ? {} : { password: '' };
  const outcome = await visit.submit({ values, forAnybody: true }, async () => {
    await visit.auth.verifyEmail({ token, ...chosen });
    link(site.paths.verifyEmail).clear();
    return { location: site.paths.home, code: 'email_verified' };
  });
  if (outcome instanceof Response) return outcome;
  const way = secondFactorWay(page, outcome, { next: site.paths.home });
  if (way) {
    link(site.paths.verifyEmail).clear();
    return way;
  }
  if (outcome.code === 'new_password_required')
    return page.show(texts.verifyEmail.title, <ChoosePassword refusal={undefined} />);
  const isChoosing = password !== undefined && outcome.code !== 'invalid_token';
  const content = isChoosing ? (
    <ChoosePassword refusal={outcome} />
  ) : (
    <VerifyEmail page={page} refusal={outcome} />
  );
  return page.show(texts.verifyEmail.title, content, { refusal: outcome });
}

interface VerifyEmailProps {
  readonly page: Page;
  readonly refusal?: Refusal | undefined;
}

function VerifyEmail({ page: { site }, refusal }: VerifyEmailProps) {
  return (
    <div class="card">
      <h1>{texts.verifyEmail.title}</h1>
      <p class="lead">{texts.verifyEmail.lead(site.appName)}</p>
      <Faults refusal={refusal} />
      {refusal ? (
        <p class="other">
          <a href={site.paths.signIn}>{texts.forgotPassword.toSignIn}</a>
        </p>
      ) : (
        <PageForm button={texts.verifyEmail.button} />
      )}
    </div>
  );
}

function ChoosePassword({ refusal }: { readonly refusal: Refusal | undefined }) {
  return (
    <div class="card">
      <h1>{texts.verifyEmail.title}</h1>
      <p>{texts.verifyEmail.choosePassword}</p>
      <Faults refusal={refusal} />
      <PageForm button={texts.verifyEmail.chooseButton}>
        <NewPasswordField name="password" label={texts.form.newPassword} refusal={refusal} />
      </PageForm>
    </div>
  );
}
