import type { Page } from '../http/page';
import { noticeText, texts } from '../texts/texts';
import { secondFactorPath } from '../site';
import { NoticeBox } from '../views/forms';

/** Who a person is, and what there is to do. */
export function showHome(page: Page): Promise<Response> {
  const { visit, site } = page;
  const user = visit.arriveSignedIn();
  const { code } = visit.takeNotice();
  const { paths } = site;
  return page.show(
    texts.home.title,
    <>
      <h1>{texts.home.title}</h1>
      <NoticeBox text={noticeText(code)} />
      {user.rolesWithheld && (
        <p>
          {texts.home.withheld} <a href={secondFactorPath(site, paths.home)}>{texts.home.prove}</a>
        </p>
      )}
      <dl class="facts">
        <dt>{texts.home.email}</dt>
        <dd>{user.email}</dd>
        {user.roles.length > 0 && (
          <>
            <dt>{texts.home.roles}</dt>
            <dd>
              {user.roles.map((role) => (
                <span class="badge">{role}</span>
              ))}
            </dd>
          </>
        )}
      </dl>
      <ul class="tiles">
        <Tile href={paths.email} name={texts.home.email} text={texts.home.emailText} />
        <Tile href={paths.devices} name={texts.home.devices} text={texts.home.devicesText} />
        <Tile href={paths.activity} name={texts.home.activity} text={texts.home.activityText} />
        <Tile href={paths.password} name={texts.home.password} text={texts.home.passwordText} />
        <Tile href={paths.security} name={texts.home.security} text={texts.home.securityText} />
        {user.roles.includes('admin') && (
          <>
            <Tile href={paths.accounts} name={texts.home.accounts} text={texts.home.accountsText} />
            <Tile href={paths.invitations} name={texts.home.invitations} text={texts.home.invitationsText} />
          </>
        )}
      </ul>
    </>,
  );
}

function Tile({ href, name, text }: { readonly href: string; readonly name: string; readonly text: string }) {
  return (
    <li>
      <a href={href}>{name}</a>
      <p>{text}</p>
    </li>
  );
}
