import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { Faults, PageForm } from '../../views/forms';
import { takeLink } from './take-link';

export function showRestoreEmail(page: Page): Promise<Response> {
  takeLink(page, page.site.paths.signIn);
  return page.show(texts.restoreEmail.title, <RestoreEmail />);
}

/** Afterwards the account has no password: its owner asks for a link to set one. */
export async function restoreEmail(page: Page): Promise<Response> {
  const { visit, site, link } = page;
  const token = takeLink(page, site.paths.signIn);
  const outcome = await visit.submit({ forAnybody: true }, async () => {
    await visit.auth.restoreEmail(token);
    link(site.paths.restoreEmail).clear();
    return { location: site.paths.forgotPassword, code: 'email_restored' };
  });
  if (outcome instanceof Response) return outcome;
  return page.show(texts.restoreEmail.title, <RestoreEmail refusal={outcome} />, { refusal: outcome });
}

function RestoreEmail({ refusal }: { readonly refusal?: Refusal | undefined }) {
  return (
    <div class="card">
      <h1>{texts.restoreEmail.title}</h1>
      <p class="lead">{texts.restoreEmail.lead}</p>
      <Faults refusal={refusal} />
      {!refusal && <PageForm button={texts.restoreEmail.button} kind="danger" />}
    </div>
  );
}
