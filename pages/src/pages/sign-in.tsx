import type { Refusal } from '@latchkey/common/pages';
import { redirect } from '../http/answers';
import { credentialOf } from '../http/credential-of';
import { nextOf } from '../http/next-of';
import type { Page } from '../http/page';
import { noticeText, texts } from '../texts/texts';
import { CurrentPasswordField, EmailField, NewPasswordField } from '../views/credential-fields';
import { Faults, NoticeBox, PageForm } from '../views/forms';
import { PasskeyForm } from '../views/passkey-form';
import { secondFactorWay } from './second-factor';

export function showSignIn(page: Page): Response | Promise<Response> {
  const { visit, query } = page;
  visit.arrive();
  const { code } = visit.takeNotice();
  if (visit.user) return redirect(nextOf(page));
  const text = noticeText(code) ?? (query.has('next') ? texts.signIn.asked : undefined);
  return page.show(texts.signIn.title, <SignIn page={page} text={text} />, { hasScript: true });
}

export async function signIn(page: Page): Promise<Response> {
  const { auth } = page.visit;
  const fields = await page.form();
  const { email = '', password = '', newPassword } = fields;
  const replacement = newPassword === undefined ? {} : { newPassword };
  // That there was a new password is kept, and never what it was.
  const values = newPassword === undefined ? { email } : { email, newPassword: '' };
  const outcome = await page.visit.submit({ values, forAnybody: true }, async () => {
    if (fields.task === 'passkey') await auth.signInWithPasskey(await credentialOf(auth, 'passkey', fields));
    else await auth.signIn({ email, password, ...replacement });
    return { location: nextOf(page) };
  });
  if (outcome instanceof Response) return outcome;
  if (outcome.code === 'verify_email') return redirect(page.site.paths.signUpSent, 303);
  return (
    secondFactorWay(page, outcome) ??
    page.show(texts.signIn.title, <SignIn page={page} refusal={outcome} />, {
      refusal: outcome,
      hasScript: true,
    })
  );
}

interface SignInProps {
  readonly page: Page;
  readonly text?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

function SignIn({ page: { site }, text, refusal }: SignInProps) {
  // After any other answer the field goes: beside a password that is not temporary, a new one changes nothing.
  const isTemporary =
    refusal?.code === 'password_change_required' ||
    (refusal?.faults.some(({ field }) => field === 'newPassword') ?? false);
  const mayBeReplaced = refusal?.code === 'invalid_credentials' && refusal.values.newPassword !== undefined;
  return (
    <div class="card">
      <h1>{texts.signIn.title}</h1>
      <p class="lead">{texts.signIn.lead(site.appName)}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      {mayBeReplaced && <p>{texts.signIn.sentBefore}</p>}
      <PageForm button={texts.signIn.button}>
        <EmailField refusal={refusal} takesPasskeys />
        <CurrentPasswordField
          name="password"
          label={isTemporary ? texts.signIn.temporaryPassword : texts.form.password}
          refusal={refusal}
        />
        {isTemporary && (
          <NewPasswordField name="newPassword" label={texts.form.newPassword} refusal={refusal} />
        )}
      </PageForm>
      <div class="way">
        <PasskeyForm button={texts.signInByPasskey.button} purpose="passkey" isQuiet />
      </div>
      {site.sendsMail && (
        <p class="other">
          <a href={site.paths.forgotPassword}>{texts.forgotPassword.title}</a>
          {site.signInByEmail && (
            <>
              {' · '}
              <a href={site.paths.signInByEmail}>{texts.signInByEmail.link}</a>
            </>
          )}
        </p>
      )}
      {site.signUp === 'open' && (
        <p class="other">
          {texts.signIn.noAccount} <a href={site.paths.signUp}>{texts.signIn.signUp}</a>
        </p>
      )}
    </div>
  );
}
