import type { NewPasskey, PasskeyCreationOptions } from '@latchkey/common/client';
import { chosenTask } from '../../http/chosen-task';
import { readCredential } from '../../http/credential-of';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { Field } from '../../views/forms';
import { NoPasskeys, PasskeyForm } from '../../views/passkey-form';
import { RecoveryCodes } from '../../views/recovery-codes';
import { SEND_FACTOR_CODE, sendFactorCode } from './factor-code';
import { renderStart } from './start-factor';

const t = texts.newPasskey;

type Fields = Readonly<Record<string, string>>;

export function showNewPasskey(page: Page): Promise<Response> {
  return renderStart(aboutOf(page), {});
}

export async function addPasskey(page: Page): Promise<Response> {
  const fields = await page.form();
  return chosenTask({ start, passkey: add, [SEND_FACTOR_CODE]: sendCode }, fields.task)(page, fields);
}

/** The options are asked for here and not by the script, so that a step-up or a code that is due is a page like any other. */
async function start(page: Page, fields: Fields): Promise<Response> {
  const { visit, site } = page;
  let options: PasskeyCreationOptions | undefined;
  const outcome = await visit.submit({}, async () => {
    options = await visit.auth.startNewPasskey(fields.code);
    return { location: site.paths.newPasskey };
  });
  if (options) return page.show(t.title, <Create page={page} options={options} />, { hasScript: true });
  return outcome instanceof Response ? outcome : renderStart(aboutOf(page), fields, outcome);
}

async function add(page: Page, fields: Fields): Promise<Response> {
  const { visit, site } = page;
  let made: NewPasskey | undefined;
  const outcome = await visit.submit({}, async () => {
    const name = fields.name?.trim() ?? '';
    made = await visit.auth.addPasskey({ credential: readCredential(fields), ...(name !== '' && { name }) });
    return {
      location: site.paths.security,
      ...(made.recoveryCodes.length === 0 && { code: 'passkey_added' }),
    };
  });
  if (made && made.recoveryCodes.length > 0) {
    const content = (
      <RecoveryCodes codes={made.recoveryCodes} site={site} done={texts.recoveryCodes.addedPasskey} />
    );
    return page.show(texts.recoveryCodes.title, content);
  }
  return outcome instanceof Response ? outcome : renderStart(aboutOf(page), {}, outcome);
}

async function sendCode(page: Page): Promise<Response> {
  const outcome = await sendFactorCode(page);
  return outcome instanceof Response ? outcome : renderStart(aboutOf(page), { code: '' }, outcome);
}

function Create({ page, options }: { readonly page: Page; readonly options: PasskeyCreationOptions }) {
  return (
    <div class="card">
      <p class="back">
        <a href={page.site.paths.security}>{texts.security.title}</a>
      </p>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <PasskeyForm button={t.create} creation={JSON.stringify(options)}>
        <Field name="name" label={t.name} hint={t.nameHint} autocomplete="off" />
      </PasskeyForm>
      <NoPasskeys />
    </div>
  );
}

const aboutOf = (page: Page) => ({ page, title: t.title, lead: t.lead, button: t.start, off: t.off });
