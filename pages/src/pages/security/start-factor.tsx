import type { Refusal } from '@latchkey/common/pages';
import { atCodeField } from '../../http/at-code-field';
import type { Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { Faults, NoticeBox, PageForm } from '../../views/forms';
import { asksForFactorCode, FactorCodeForms } from './factor-code';

interface StartFactorProps {
  readonly page: Page;
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  /** Said where the auth service is not configured for such a factor. */
  readonly off: string;
}

/** The page on which a factor is begun to be added. @param fields of the form that was refused */
export function renderStart(
  { page, title, lead, button, off }: StartFactorProps,
  fields: Readonly<Record<string, string>>,
  refused?: Refusal,
): Promise<Response> {
  const { visit, site } = page;
  visit.arriveSignedIn({ form: refused === undefined });
  const { code } = visit.takeNotice();
  const refusal = refused && inWordsOfThisPage(refused, off);
  const content = (
    <div class="card">
      <p class="back">
        <a href={site.paths.security}>{texts.security.title}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <NoticeBox text={refusal ? undefined : noticeText(code)} />
      <Faults refusal={refusal} />
      {refusal?.code === 'email_not_verified' ? (
        <a class="button" href={site.paths.email}>
          {texts.factorCode.verify}
        </a>
      ) : asksForFactorCode(page, fields, refusal) ? (
        <FactorCodeForms page={page} button={button} refusal={refusal} />
      ) : (
        <PageForm button={button} task="start" />
      )}
    </div>
  );
  return page.show(title, content, { refusal });
}

function inWordsOfThisPage(refused: Refusal, off: string): Refusal {
  return refused.code === 'not_found' ? { ...refused, faults: [{ message: off }] } : atCodeField(refused);
}
