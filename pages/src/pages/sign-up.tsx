import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../http/page';
import { redirect } from '../http/answers';
import { noticeText, texts } from '../texts/texts';
import { EmailField, NewPasswordField } from '../views/credential-fields';
import { Faults, NoticeBox, PageForm } from '../views/forms';

export function showSignUp(page: Page): Response | Promise<Response> {
  const { visit, site, query } = page;
  const token = query.get('invitation');
  if (token !== null) {
    // Before anything else, or a bounce through the auth service would carry it along in an address.
    page.link(site.paths.invited).keep(token);
    return redirect(site.paths.invited, 303);
  }
  visit.arrive();
  const { code } = visit.takeNotice();
  if (visit.user) return redirect(site.appUrl);
  return page.show(texts.signUp.title, <SignUp page={page} text={noticeText(code)} />);
}

export function signUp(page: Page): Promise<Response> {
  return submitSignUp(page);
}

/** A person who came by a link of an invitation; its token is in a cookie. To see the page uses nothing up. */
export function showInvited(page: Page): Response | Promise<Response> {
  const { visit, site } = page;
  if (invitationOf(page).token === undefined) return redirect(site.paths.signUp);
  visit.arrive();
  const { code } = visit.takeNotice();
  if (visit.user) return redirect(site.appUrl);
  return page.show(
    texts.signUp.title,
    <SignUpCard page={page} text={noticeText(code) ?? texts.signUp.invited} />,
  );
}

export function signUpInvited(page: Page): Promise<Response> {
  return submitSignUp(page, { invitation: invitationOf(page).token ?? '' });
}

const invitationOf = ({ link, site }: Page) => link(site.paths.invited);

async function submitSignUp(page: Page, invited?: { readonly invitation: string }): Promise<Response> {
  const { email = '', password = '' } = await page.form();
  const outcome = await page.visit.submit({ values: { email }, forAnybody: true }, async () => {
    await page.visit.auth.signUp({ email, password, ...invited });
    if (invited) invitationOf(page).clear();
    return { location: page.site.appUrl };
  });
  if (outcome instanceof Response) return outcome;
  if (outcome.code === 'verify_email') return redirect(page.site.paths.signUpSent, 303);
  const View = invited ? SignUpCard : SignUp;
  return page.show(texts.signUp.title, <View page={page} refusal={outcome} />, { refusal: outcome });
}

/** Says the same whether the address had an account or not. A sign-in to an account that is to be verified ends here, too. */
export function showSignUpSent(page: Page): Promise<Response> {
  return page.show(
    texts.signUpSent.title,
    <div class="card">
      <h1>{texts.signUpSent.title}</h1>
      <p>{texts.signUpSent.text}</p>
    </div>,
  );
}

interface SignUpProps {
  readonly page: Page;
  /** What stands above the form until it is sent. */
  readonly text?: string | undefined;
  readonly refusal?: Refusal | undefined;
}

const WHY_NOT = { invite: texts.signUp.byInvitation, closed: texts.signUp.closed };

/** The form where everybody may sign up, else why there is none. */
function SignUp(props: SignUpProps) {
  const { signUp: mode } = props.page.site;
  if (mode === 'open') return <SignUpCard {...props} />;
  return (
    <div class="card">
      <h1>{texts.signUp.title}</h1>
      <p>{WHY_NOT[mode]}</p>
      <HaveAccount page={props.page} />
    </div>
  );
}

/** Where somebody chooses a password, invited or not. */
function SignUpCard({ page, text, refusal }: SignUpProps) {
  return (
    <div class="card">
      <h1>{texts.signUp.title}</h1>
      <p class="lead">{texts.signUp.lead(page.site.appName)}</p>
      <NoticeBox text={refusal ? undefined : text} />
      <Faults refusal={refusal} />
      <PageForm button={texts.signUp.button}>
        <EmailField refusal={refusal} />
        <NewPasswordField name="password" label={texts.form.password} refusal={refusal} />
      </PageForm>
      <HaveAccount page={page} />
    </div>
  );
}

function HaveAccount({ page }: Pick<SignUpProps, 'page'>) {
  return (
    <p class="other">
      {texts.signUp.haveAccount} <a href={page.site.paths.signIn}>{texts.signUp.signIn}</a>
    </p>
  );
}
