import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { Field, PageForm } from '../../views/forms';

const t = texts.factorCode;

/** The task of the form that asks for the mail. */
export const SEND_FACTOR_CODE = 'send_factor_code';

/** Has the code for a first factor mailed to its owner. @returns the way back to the page, or the refusal */
export function sendFactorCode({ visit }: Page): Promise<Response | Refusal> {
  return visit.submit({}, async () => {
    await visit.auth.requestFactorCode();
    return { location: `${visit.url.pathname}?code=asked`, code: 'factor_code_sent' };
  });
}

/** Whether the page has to ask for the code: after it was refused without one, or when a mail was asked for. */
export function asksForFactorCode(
  { query }: Page,
  fields: Readonly<Record<string, string>>,
  refusal?: Refusal,
) {
  return refusal?.code === 'factor_code_required' || fields.code !== undefined || query.has('code');
}

interface FactorCodeProps {
  readonly page: Page;
  /** What the button says that goes on. */
  readonly button: string;
  readonly refusal: Refusal | undefined;
}

/** The form that begins with a code, and the one that asks for a mail with it. */
export function FactorCodeForms({ page: { site }, button, refusal }: FactorCodeProps) {
  return (
    <>
      <p>{t.lead}</p>
      <PageForm button={button} task="start">
        <Field name="code" label={t.label} autocomplete="one-time-code" required refusal={refusal} />
      </PageForm>
      {site.sendsMail && (
        <section>
          <PageForm button={t.send} task={SEND_FACTOR_CODE} />
        </section>
      )}
    </>
  );
}
