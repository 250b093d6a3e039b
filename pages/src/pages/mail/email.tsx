import type { CurrentUser } from '@latchkey/common';
import type { Refusal } from '@latchkey/common/pages';
import { failure } from '../../http/answers';
import type { Page } from '../../http/page';
import { noticeText, texts } from '../../texts/texts';
import { Confirm, Faults, Field, NoticeBox, PageForm } from '../../views/forms';

export function showEmail(page: Page): Promise<Response> {
  const user = page.visit.arriveSignedIn({ form: true });
  const { code, values } = page.visit.takeNotice();
  const content = <Email page={page} user={user} text={noticeText(code)} typed={values.email} />;
  return page.show(texts.email.title, content);
}

export async function changeEmail(page: Page): Promise<Response> {
  const { visit, site } = page;
  const { task, email = '' } = await page.form();
  const send = {
    verify: () => visit.auth.requestEmailVerification(),
    change: () => visit.auth.requestEmailChange(email),
  }[task ?? ''];
  if (!send) throw failure(400, texts.errors.wrongButton);
  const outcome = await visit.submit({ values: { email } }, async () => {
    await send();
    return { location: site.paths.email, code: task === 'verify' ? 'verification_sent' : 'change_sent' };
  });
  if (outcome instanceof Response) return outcome;
  const content = <Email page={page} user={visit.arriveSignedIn()} refusal={outcome} />;
  return page.show(texts.email.title, content, { refusal: outcome });
}

interface EmailProps {
  readonly page: Page;
  readonly user: CurrentUser;
  readonly text?: string | undefined;
  /** The new address that was typed before a renewal or a step-up. */
  readonly typed?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

function Email({ page: { site }, user, text, typed, refusal }: EmailProps) {
  return (
    <>
      <h1>{texts.email.title}</h1>
      <p class="lead">{texts.email.lead}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      <dl class="facts">
        <dt>{texts.email.current}</dt>
        <dd>
          {user.email}{' '}
          {user.emailVerified !== undefined && (
            <span class="badge">{user.emailVerified ? texts.email.verified : texts.email.unverified}</span>
          )}
        </dd>
      </dl>
      {site.sendsMail && (
        <>
          {user.emailVerified === false && <PageForm button={texts.email.sendAgain} task="verify" />}
          <Confirm summary={texts.email.change} isOpen={refusal !== undefined || Boolean(typed)}>
            <p>{texts.email.changeText}</p>
            <PageForm button={texts.email.changeButton} task="change">
              <Field
                name="email"
                label={texts.email.newAddress}
                type="email"
                autocomplete="email"
                value={typed}
                required
                refusal={refusal}
              />
            </PageForm>
          </Confirm>
        </>
      )}
    </>
  );
}
