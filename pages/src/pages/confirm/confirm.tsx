import type { CurrentUser } from '@latchkey/common';
import type { Factor } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import { chosenTask } from '../../http/chosen-task';
import { credentialOf } from '../../http/credential-of';
import type { Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { CurrentPasswordField, HiddenUserName } from '../../views/credential-fields';
import { Faults, NoticeBox, PageForm } from '../../views/forms';
import { NoPasskeys, PasskeyForm } from '../../views/passkey-form';
import { Impossible } from './impossible';
import { afterProof, askedOf, firstFactors, stepAt } from './next-step';

export async function showConfirm(page: Page): Promise<Response> {
  page.visit.arriveSignedIn({ form: true });
  return renderConfirm(page);
}

/** The first step of a step-up, which begins it. Before a passkey, the script has begun it. */
export async function confirm(page: Page): Promise<Response> {
  const { visit } = page;
  const { task = 'password', ...fields } = await page.form();
  const send = chosenTask(TASKS, task);
  const outcome = await visit.submit({}, async () => ({ location: await send(page, fields) }));
  return outcome instanceof Response ? outcome : renderConfirm(page, inWordsOfThisForm(outcome));
}

/** What each form of the page does. Each returns where it leads. */
const TASKS = {
  password: async (page: Page, { password = '' }: Readonly<Record<string, string>>) => {
    await page.visit.auth.startStepUp(askedOf(page));
    return afterProof(page, await page.visit.auth.stepUpByPassword(password));
  },
  send_code: async (page: Page) => {
    await page.visit.auth.startStepUp(askedOf(page));
    await page.visit.auth.requestStepUpCode();
    return stepAt(page, page.site.paths.confirmByCode);
  },
  passkey: async (page: Page, fields: Readonly<Record<string, string>>) => {
    const { auth } = page.visit;
    return afterProof(page, await auth.stepUpByPasskey(await credentialOf(auth, 'step-up', fields)));
  },
};

/** The auth service says the same as at a sign-in, and this form has no email. */
function inWordsOfThisForm(refusal: Refusal): Refusal {
  if (refusal.code !== 'invalid_credentials') return refusal;
  return { ...refusal, faults: [{ field: 'password', message: texts.confirm.wrongPassword }] };
}

async function renderConfirm(page: Page, refusal?: Refusal): Promise<Response> {
  const { visit } = page;
  const user = visit.arriveSignedIn();
  const own = await visit.load(visit.auth.showFactors());
  const { code } = visit.takeNotice();
  const factors = firstFactors(page, user, own);
  const content = (
    <div class="card">
      <h1>{texts.confirm.title}</h1>
      <NoticeBox text={refusal ? undefined : noticeText(code)} />
      <Faults refusal={refusal} />
      {factors.length === 0 ? (
        <Impossible site={page.site} own={own} />
      ) : (
        <Ways page={page} user={user} factors={factors} refusal={refusal} />
      )}
    </div>
  );
  return page.show(texts.confirm.title, content, { refusal, hasScript: factors.includes('passkey') });
}

interface WaysProps {
  readonly page: Page;
  readonly user: CurrentUser;
  readonly factors: readonly Factor[];
  readonly refusal?: Refusal | undefined;
}

function Ways({ page, user, factors, refusal }: WaysProps) {
  const { site } = page;
  const hasPassword = factors.includes('password');
  return (
    <>
      <p class="lead">
        {hasPassword ? texts.confirm.lead(user.email) : texts.confirm.leadWithout(user.email)}
      </p>
      {hasPassword && (
        <PageForm button={texts.confirm.button}>
          <HiddenUserName email={user.email} />
          <CurrentPasswordField name="password" label={texts.form.password} refusal={refusal} />
        </PageForm>
      )}
      {factors.includes('passkey') && (
        <div class="way">
          <PasskeyForm
            button={texts.proof.passkeyButton}
            purpose="step-up"
            begin={askedOf(page)}
            isQuiet={hasPassword}
          />
          <NoPasskeys />
        </div>
      )}
      {factors.includes('email') && (
        <section>
          <p>{texts.confirmByCode.offer}</p>
          <PageForm button={texts.confirmByCode.send} task="send_code" />
        </section>
      )}
      {hasPassword && site.sendsMail && (
        <p class="other">
          <a href={site.paths.forgotPassword}>{texts.forgotPassword.title}</a>
        </p>
      )}
    </>
  );
}
