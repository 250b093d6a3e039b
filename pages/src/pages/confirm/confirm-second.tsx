import type { CurrentUser } from '@latchkey/common';
import { LatchkeyError, type Factor } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import { redirect } from '../../http/answers';
import { atCodeField } from '../../http/at-code-field';
import { chosenTask } from '../../http/chosen-task';
import { credentialOf } from '../../http/credential-of';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { CurrentPasswordField, HiddenUserName } from '../../views/credential-fields';
import { FactorForms } from '../../views/factor-forms';
import { Faults, PageForm } from '../../views/forms';
import { afterProof, stepAt } from './next-step';

const t = texts.confirmSecond;

export async function showConfirmSecond(page: Page): Promise<Response> {
  page.visit.arriveSignedIn({ form: true });
  return renderSecond(page);
}

/** The second step of a step-up that this browser is in the middle of. */
export async function confirmSecond(page: Page): Promise<Response> {
  const { visit } = page;
  const fields = await page.form();
  const prove = chosenTask(waysOf(page, fields), fields.task);
  const outcome = await visit.submit({}, async () => ({ location: afterProof(page, await prove()) }));
  if (outcome instanceof Response) return outcome;
  return renderSecond(page, atCodeField(outcome));
}

function waysOf({ visit: { auth } }: Page, fields: Readonly<Record<string, string>>) {
  const { code = '', password = '' } = fields;
  return {
    password: () => auth.stepUpByPassword(password),
    totp: () => auth.stepUpByTotp(code),
    recovery_code: () => auth.stepUpByRecoveryCode(code),
    passkey: async () => auth.stepUpByPasskey(await credentialOf(auth, 'step-up', fields)),
  };
}

async function renderSecond(page: Page, refusal?: Refusal): Promise<Response> {
  const user = page.visit.arriveSignedIn();
  const factors = await factorsOf(page);
  const content = <Second page={page} user={user} factors={factors} refusal={refusal} />;
  return page.show(t.title, content, { refusal, hasScript: factors.includes('passkey') });
}

/** @throws Response the way to the first step, where this step-up is over */
async function factorsOf(page: Page): Promise<readonly Factor[]> {
  const { visit, site } = page;
  const due = visit.auth.showStepUp().catch((error: unknown) => {
    if (error instanceof LatchkeyError && error.code === 'ceremony_expired')
      throw redirect(stepAt(page, site.paths.confirm), 303);
    throw error;
  });
  return (await visit.load(due)).factors;
}

interface SecondProps {
  readonly page: Page;
  readonly user: CurrentUser;
  readonly factors: readonly Factor[];
  readonly refusal?: Refusal | undefined;
}

function Second({ page, user, factors, refusal }: SecondProps) {
  return (
    <div class="card">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead(user.email)}</p>
      <Faults refusal={refusal} />
      {factors.length === 0 && <p>{texts.secondFactor.none}</p>}
      {factors.includes('password') && (
        <PageForm button={texts.confirm.button} task="password">
          <HiddenUserName email={user.email} />
          <CurrentPasswordField name="password" label={texts.form.password} refusal={refusal} />
        </PageForm>
      )}
      <FactorForms page={page} factors={factors} purpose="step-up" refusal={refusal} />
      <p class="other">
        <a href={stepAt(page, page.site.paths.confirm)}>{t.other}</a>
      </p>
    </div>
  );
}
