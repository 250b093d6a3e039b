import type { CurrentUser } from '@latchkey/common';
import type { Refusal } from '@latchkey/common/pages';
import { atCodeField } from '../../http/at-code-field';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { Faults, Field, PageForm } from '../../views/forms';
import { afterProof, stepAt } from './next-step';

export function showConfirmByCode(page: Page): Promise<Response> {
  const user = page.visit.arriveSignedIn({ form: true });
  return page.show(texts.confirmByCode.title, <EnterCode page={page} user={user} />);
}

/** Proves the step-up that this browser began where it asked for the code. */
export async function confirmByCode(page: Page): Promise<Response> {
  const { visit } = page;
  const { code = '' } = await page.form();
  const outcome = await visit.submit({}, async () => {
    return { location: afterProof(page, await visit.auth.stepUpByCode(code)) };
  });
  if (outcome instanceof Response) return outcome;
  const refusal = atCodeField(outcome);
  const content = <EnterCode page={page} user={visit.arriveSignedIn()} refusal={refusal} />;
  return page.show(texts.confirmByCode.title, content, { refusal });
}

interface EnterCodeProps {
  readonly page: Page;
  readonly user: CurrentUser;
  readonly refusal?: Refusal | undefined;
}

function EnterCode({ page, user, refusal }: EnterCodeProps) {
  return (
    <div class="card">
      <h1>{texts.confirmByCode.title}</h1>
      <p class="lead">{texts.confirmByCode.lead(user.email)}</p>
      <Faults refusal={refusal} />
      {refusal?.code !== 'ceremony_expired' && (
        <PageForm button={texts.confirmByCode.button}>
          <Field
            name="code"
            label={texts.signInByEmail.code}
            autocomplete="one-time-code"
            required
            refusal={refusal}
          />
        </PageForm>
      )}
      <p class="other">
        <a href={stepAt(page, page.site.paths.confirm)}>{texts.confirmByCode.other}</a>
      </p>
    </div>
  );
}
