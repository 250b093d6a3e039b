import { LatchkeyError, type Factor } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import { redirect } from '../http/answers';
import { atCodeField } from '../http/at-code-field';
import { chosenTask } from '../http/chosen-task';
import { credentialOf } from '../http/credential-of';
import { keepingNext, nextOf } from '../http/next-of';
import type { Page } from '../http/page';
import { texts } from '../texts/texts';
import { FactorForms } from '../views/factor-forms';
import { Faults } from '../views/forms';

const t = texts.secondFactor;

/** The way to this page from a sign-in, which keeps its `next`. @returns undefined where the sign-in asks for no second factor */
export function secondFactorWay(page: Page, { code }: Refusal, more?: { readonly next: string }) {
  if (code !== 'second_factor_required') return undefined;
  return redirect(keepingNext(page, page.site.paths.secondFactor, more), 303);
}

/** The second step of a sign-in. */
export async function showSecondFactor(page: Page): Promise<Response> {
  const { visit } = page;
  visit.arrive();
  if (visit.user) return redirect(nextOf(page));
  return page.show(t.title, <Step page={page} factors={await factorsOf(page)} />, { hasScript: true });
}

export async function proveSecondFactor(page: Page): Promise<Response> {
  const { visit, site } = page;
  const fields = await page.form();
  const send = chosenTask(waysOf(page, fields), fields.task);
  const isCancelled = fields.task === 'cancel';
  const outcome = await visit.submit({ forAnybody: true }, async () => {
    await send();
    return { location: isCancelled ? keepingNext(page, site.paths.signIn) : nextOf(page) };
  });
  if (outcome instanceof Response) return outcome;
  if (outcome.code === 'ceremony_expired') return toSignIn(page);
  // To ask what is due counts as well.
  const factors = outcome.code === 'too_many_requests' ? [] : await factorsOf(page);
  const refusal = atCodeField(outcome);
  const content = <Step page={page} factors={factors} refusal={refusal} />;
  return page.show(t.title, content, { refusal, hasScript: true });
}

function waysOf({ visit: { auth } }: Page, fields: Readonly<Record<string, string>>) {
  const { code = '' } = fields;
  return {
    totp: () => auth.secondFactorByTotp(code),
    recovery_code: () => auth.secondFactorByRecoveryCode(code),
    passkey: async () => auth.secondFactorByPasskey(await credentialOf(auth, 'sign-in', fields)),
    cancel: () => auth.cancelSignIn(),
  } satisfies Record<string, () => Promise<unknown>>;
}

/** @throws Response the way back to the sign-in, where this one is over */
async function factorsOf(page: Page): Promise<readonly Factor[]> {
  try {
    return (await page.visit.auth.showSignIn()).factors;
  } catch (error) {
    if (error instanceof LatchkeyError && error.code === 'ceremony_expired') throw toSignIn(page);
    throw error;
  }
}

function toSignIn(page: Page): Response {
  const { signIn } = page.site.paths;
  page.visit.leave(signIn, 'sign_in_expired');
  return redirect(keepingNext(page, signIn), 303);
}

interface StepProps {
  readonly page: Page;
  readonly factors: readonly Factor[];
  readonly refusal?: Refusal | undefined;
}

function Step({ page, factors, refusal }: StepProps) {
  return (
    <div class="card">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <Faults refusal={refusal} />
      {factors.length === 0 && !refusal && <p>{t.none}</p>}
      <FactorForms page={page} factors={factors} purpose="sign-in" refusal={refusal} />
      <form method="post" class="other">
        <input type="hidden" name="task" value="cancel" />
        <button class="quiet">{t.cancel}</button>
      </form>
    </div>
  );
}
