import type { Refusal } from '@latchkey/common/pages';
import { redirect } from '../../http/answers';
import type { Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { EmailField } from '../../views/credential-fields';
import { Faults, Field, NoticeBox, PageForm } from '../../views/forms';
import { secondFactorWay } from '../second-factor';

export function showSignInByEmail(page: Page): Response | Promise<Response> {
  const { visit, site } = page;
  visit.arrive();
  const { code } = visit.takeNotice();
  if (visit.user) return redirect(site.appUrl);
  return page.show(texts.signInByEmail.title, <AskForCode page={page} text={noticeText(code)} />);
}

export async function signInByEmail(page: Page): Promise<Response> {
  const { visit, site } = page;
  const { email = '' } = await page.form();
  const outcome = await visit.submit({ values: { email }, forAnybody: true }, async () => {
    await visit.auth.requestSignInCode(email);
    return { location: site.paths.signInCode, code: 'code_sent' };
  });
  if (outcome instanceof Response) return outcome;
  const content = <AskForCode page={page} refusal={outcome} />;
  return page.show(texts.signInByEmail.title, content, { refusal: outcome });
}

/** The code of a mail's link fills in the form; it counts in the browser that asked for it. */
export function showSignInCode(page: Page): Response | Promise<Response> {
  const { visit, site, query, link } = page;
  const cookie = link(site.paths.signInCode);
  const given = query.get('code');
  if (given !== null) {
    cookie.keep(given);
    return redirect(site.paths.signInCode, 303);
  }
  visit.arrive();
  const { code } = visit.takeNotice();
  if (visit.user) return redirect(site.appUrl);
  const content = <EnterCode page={page} text={noticeText(code)} code={cookie.token} />;
  return page.show(texts.signInByEmail.codeTitle, content);
}

export async function signInWithCode(page: Page): Promise<Response> {
  const { visit, site, link } = page;
  const { code = '' } = await page.form();
  const outcome = await visit.submit({ forAnybody: true }, async () => {
    await visit.auth.signInWithCode(code);
    link(site.paths.signInCode).clear();
    return { location: site.appUrl };
  });
  if (outcome instanceof Response) return outcome;
  const way = secondFactorWay(page, outcome);
  if (way) {
    link(site.paths.signInCode).clear();
    return way;
  }
  const content = <EnterCode page={page} refusal={outcome} />;
  return page.show(texts.signInByEmail.codeTitle, content, { refusal: outcome });
}

interface StepProps {
  readonly page: Page;
  readonly text?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

function AskForCode({ page: { site }, text, refusal }: StepProps) {
  return (
    <div class="card">
      <h1>{texts.signInByEmail.title}</h1>
      <p class="lead">{texts.signInByEmail.lead}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      <PageForm button={texts.signInByEmail.button}>
        <EmailField refusal={refusal} />
      </PageForm>
      <p class="other">
        <a href={site.paths.signIn}>{texts.forgotPassword.toSignIn}</a>
      </p>
    </div>
  );
}

function EnterCode({
  page: { site },
  text,
  refusal,
  code,
}: StepProps & { readonly code?: string | undefined }) {
  return (
    <div class="card">
      <h1>{texts.signInByEmail.codeTitle}</h1>
      <p class="lead">{texts.signInByEmail.codeLead}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      {refusal?.code !== 'ceremony_expired' && (
        <PageForm button={texts.signInByEmail.codeButton}>
          <Field
            name="code"
            label={texts.signInByEmail.code}
            autocomplete="one-time-code"
            value={code}
            required
            refusal={refusal}
          />
        </PageForm>
      )}
      <p class="other">
        <a href={site.paths.signInByEmail}>{texts.signInByEmail.askAgain}</a>
      </p>
    </div>
  );
}
