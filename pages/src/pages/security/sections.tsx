import type { OwnFactors } from '@latchkey/common/client';
import type { Site } from '../../site';
import { texts } from '../../texts/texts';
import { Confirm, PageForm, Time } from '../../views/forms';

const t = texts.security;

interface SectionProps {
  readonly own: OwnFactors;
}

interface SiteSectionProps extends SectionProps {
  readonly site: Site;
}

export function PasswordSection({ own, site }: SiteSectionProps) {
  const { paths } = site;
  if (!own.password)
    return (
      <section>
        <h2>{t.password}</h2>
        <p>{t.noPassword}</p>
        {site.sendsMail && <a href={paths.forgotPassword}>{t.setPassword}</a>}
      </section>
    );
  return (
    <section>
      <h2>{t.password}</h2>
      <p>
        <a href={paths.password}>{t.changePassword}</a>
      </p>
      {own.passkeys.length > 0 && (
        <Confirm summary={t.removePassword}>
          <p>{t.removePasswordText}</p>
          <PageForm button={t.removePasswordButton} kind="danger" task="remove_password" />
        </Confirm>
      )}
    </section>
  );
}

export function AppSection({ own: { totp }, site }: SiteSectionProps) {
  const { authenticatorApp } = site.paths;
  return (
    <section>
      <h2>{t.app}</h2>
      {totp ? (
        <p>
          {t.appOn} <Time at={totp.since} />.
        </p>
      ) : (
        <p class="hint">{t.appOff}</p>
      )}
      <p>
        <a href={authenticatorApp}>{totp ? t.replaceApp : t.setUpApp}</a>
      </p>
      {totp && (
        <Confirm summary={t.removeApp}>
          <p>{t.removeAppText}</p>
          <PageForm button={t.removeAppButton} kind="danger" task="remove_app" />
        </Confirm>
      )}
    </section>
  );
}

/** Whether sign-ins ask for a second factor; there is nothing to ask for without one. */
export function SecondSection({ own: { required, totp, passkeys } }: SectionProps) {
  if (!totp && passkeys.length === 0) return null;
  return (
    <section>
      <h2>{t.second}</h2>
      <p>{required ? t.secondOn : t.secondOff}</p>
      {required ? (
        <Confirm summary={t.turnOff}>
          <p>{t.turnOffText}</p>
          <PageForm button={t.turnOffButton} kind="danger" task="second_off" />
        </Confirm>
      ) : (
        <PageForm button={t.turnOn} task="second_on" />
      )}
    </section>
  );
}

export function CodesSection({ own, site }: SiteSectionProps) {
  if (!own.required && own.recoveryCodes === 0) return null;
  return (
    <section>
      <h2>{t.codes}</h2>
      <p>
        {t.codesText} {t.codesLeft(own.recoveryCodes)}
      </p>
      <a href={site.paths.recoveryCodes}>{t.newCodes}</a>
    </section>
  );
}
