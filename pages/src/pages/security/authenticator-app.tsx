import type { TotpSecret } from '@latchkey/common/client';
import { atCodeField } from '../../http/at-code-field';
import { chosenTask } from '../../http/chosen-task';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { RecoveryCodes } from '../../views/recovery-codes';
import { AppCodeForm, AppSecret } from './app-secret';
import { SEND_FACTOR_CODE, sendFactorCode } from './factor-code';
import { renderStart } from './start-factor';

const t = texts.authenticatorApp;

type Fields = Readonly<Record<string, string>>;

export function showApp(page: Page): Promise<Response> {
  return renderStart(aboutOf(page), {});
}

export async function setUpApp(page: Page): Promise<Response> {
  const fields = await page.form();
  return chosenTask({ start, confirm, [SEND_FACTOR_CODE]: sendCode }, fields.task)(page, fields);
}

/** The secret is shown in this answer and nowhere else, so no other page follows. */
async function start(page: Page, fields: Fields): Promise<Response> {
  const { visit, site } = page;
  let made: TotpSecret | undefined;
  const outcome = await visit.submit({}, async () => {
    made = await visit.auth.startTotp(fields.code);
    return { location: site.paths.authenticatorApp };
  });
  if (made) return page.show(t.title, <AppSecret made={made} site={site} />);
  return outcome instanceof Response ? outcome : renderStart(aboutOf(page), fields, outcome);
}

/** The secret is not shown again after a wrong code: the app has it. */
async function confirm(page: Page, { code = '' }: Fields): Promise<Response> {
  const { visit, site } = page;
  let codes: readonly string[] = [];
  const outcome = await visit.submit({}, async () => {
    codes = (await visit.auth.confirmTotp(code)).recoveryCodes;
    return { location: site.paths.security, ...(codes.length === 0 && { code: 'app_added' }) };
  });
  const done = texts.recoveryCodes.added;
  if (codes.length > 0)
    return page.show(texts.recoveryCodes.title, <RecoveryCodes codes={codes} site={site} done={done} />);
  if (outcome instanceof Response) return outcome;
  const refusal = atCodeField(outcome);
  return page.show(t.title, <AppCodeForm site={site} refusal={refusal} />, { refusal });
}

async function sendCode(page: Page): Promise<Response> {
  const outcome = await sendFactorCode(page);
  return outcome instanceof Response ? outcome : renderStart(aboutOf(page), { code: '' }, outcome);
}

const aboutOf = (page: Page) => ({ page, title: t.title, lead: t.lead, button: t.start, off: t.off });
