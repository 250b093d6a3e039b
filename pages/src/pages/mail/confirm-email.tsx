import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { Faults, PageForm } from '../../views/forms';
import { takeLink } from './take-link';

/** The change counts only for the person who asked for it, so they sign in first. */
export function showConfirmEmail(page: Page): Promise<Response> {
  takeLink(page, page.site.paths.email);
  const { email } = page.visit.arriveSignedIn({ form: true });
  return page.show(texts.confirmEmail.title, <ConfirmEmail email={email} />);
}

export async function confirmEmail(page: Page): Promise<Response> {
  const { visit, site, link } = page;
  const token = takeLink(page, site.paths.email);
  const outcome = await visit.submit({}, async () => {
    await visit.auth.confirmEmail(token);
    link(site.paths.confirmEmail).clear();
    return { location: site.paths.email, code: 'email_changed' };
  });
  if (outcome instanceof Response) return outcome;
  const { email } = visit.arriveSignedIn();
  return page.show(texts.confirmEmail.title, <ConfirmEmail email={email} refusal={outcome} />, {
    refusal: outcome,
  });
}

interface ConfirmEmailProps {
  readonly email: string;
  readonly refusal?: Refusal | undefined;
}

function ConfirmEmail({ email, refusal }: ConfirmEmailProps) {
  return (
    <div class="card">
      <h1>{texts.confirmEmail.title}</h1>
      <p class="lead">{texts.confirmEmail.lead(email)}</p>
      <Faults refusal={refusal} />
      {!refusal && <PageForm button={texts.confirmEmail.button} />}
    </div>
  );
}
