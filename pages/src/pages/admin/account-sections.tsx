import type { Account } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import type { Site } from '../../site';
import { texts } from '../../texts/texts';
import { Confirm, Field, PageForm, Time } from '../../views/forms';
import { Status } from './accounts';

const t = texts.account;

interface SectionsProps {
  readonly account: Account;
  readonly site: Site;
  /** What was typed into one of the forms, and what a service has against it. */
  readonly typed: Refusal;
}

/** What an admin sees of an account, and can do with it. */
export function AccountSections({ account, site, typed }: SectionsProps) {
  const ofTask = (task: string) => (typed.values.task === task ? typed : undefined);
  return (
    <>
      <Facts account={account} />
      <section>
        <h2>{t.access}</h2>
        {account.ban ? <Banned ban={account.ban} /> : <BanForm typed={ofTask('ban')} />}
        <Confirm summary={t.sessions}>
          <p>{t.sessionsText}</p>
          <PageForm button={t.sessionsButton} kind="danger" task="sessions" />
        </Confirm>
        <Confirm summary={t.unlock}>
          <p>{t.unlockText}</p>
          <PageForm button={t.unlockButton} task="unlock" />
        </Confirm>
        {site.sendsMail && (
          <Confirm summary={t.sendReset}>
            <p>{t.sendResetText}</p>
            <PageForm button={t.sendResetButton} task="send_reset" />
          </Confirm>
        )}
      </section>
      <section>
        <h2>{t.permissions}</h2>
        <PageForm button={t.rolesButton} task="roles">
          <Field
            name="roles"
            label={t.roles}
            hint={t.rolesHint}
            value={account.roles.join(' ')}
            autocomplete="off"
            refusal={ofTask('roles')}
          />
        </PageForm>
        <PageForm button={t.claimsButton} task="claims">
          <Field
            name="claims"
            label={t.claims}
            hint={t.claimsHint}
            value={account.claims && JSON.stringify(account.claims)}
            autocomplete="off"
            refusal={ofTask('claims')}
          />
        </PageForm>
      </section>
    </>
  );
}

function Facts({ account: { id, ban, createdAt } }: { readonly account: Account }) {
  return (
    <dl class="facts">
      <dt>{texts.accounts.status}</dt>
      <dd>
        <Status ban={ban} />
      </dd>
      <dt>{t.created}</dt>
      <dd>
        <Time at={createdAt} />
      </dd>
      <dt>{t.id}</dt>
      <dd>
        <code>{id}</code>
      </dd>
    </dl>
  );
}

function Banned({ ban }: { readonly ban: NonNullable<Account['ban']> }) {
  return (
    <div class="step open">
      <p>
        {ban.until === undefined ? (
          t.bannedNow
        ) : (
          <>
            {t.bannedUntil} <Time at={ban.until} />.
          </>
        )}
      </p>
      {ban.reason && (
        <p>
          <strong>{t.bannedBecause}:</strong> {ban.reason}
        </p>
      )}
      <p class="hint">{t.unbanText}</p>
      <PageForm button={t.unbanButton} task="unban" />
    </div>
  );
}

function BanForm({ typed }: { readonly typed: Refusal | undefined }) {
  return (
    <Confirm summary={t.ban} isOpen={typed !== undefined}>
      <p>{t.banText}</p>
      <PageForm button={t.banButton} kind="danger" task="ban">
        <Field name="reason" label={t.reason} hint={t.reasonHint} autocomplete="off" refusal={typed} />
        <Field name="until" label={t.until} hint={t.untilHint} type="datetime-local" refusal={typed} />
      </PageForm>
    </Confirm>
  );
}
