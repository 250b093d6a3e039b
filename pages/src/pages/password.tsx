import type { CurrentUser } from '@latchkey/common';
import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../http/page';
import { noticeText, texts } from '../texts/texts';
import { CurrentPasswordField, HiddenUserName, NewPasswordField } from '../views/credential-fields';
import { Faults, NoticeBox, PageForm } from '../views/forms';

export function showPassword(page: Page): Promise<Response> {
  const user = page.visit.arriveSignedIn({ form: true });
  const { code } = page.visit.takeNotice();
  return page.show(texts.password.title, <Password user={user} text={noticeText(code)} />);
}

export async function changePassword(page: Page): Promise<Response> {
  const { visit, site } = page;
  const { currentPassword = '', newPassword = '' } = await page.form();
  const outcome = await visit.submit({}, async () => {
    await visit.auth.changePassword({ currentPassword, newPassword });
    return { location: site.paths.password, code: 'password_changed' };
  });
  if (outcome instanceof Response) return outcome;
  const content = <Password user={visit.arriveSignedIn()} refusal={outcome} />;
  return page.show(texts.password.title, content, { refusal: outcome });
}

interface PasswordProps {
  readonly user: CurrentUser;
  readonly text?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

function Password({ user, text, refusal }: PasswordProps) {
  return (
    <div class="card">
      <h1>{texts.password.title}</h1>
      <p class="lead">{texts.password.lead}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      <PageForm button={texts.password.button}>
        <HiddenUserName email={user.email} />
        <CurrentPasswordField name="currentPassword" label={texts.password.current} refusal={refusal} />
        <NewPasswordField name="newPassword" label={texts.form.newPassword} refusal={refusal} />
      </PageForm>
    </div>
  );
}
