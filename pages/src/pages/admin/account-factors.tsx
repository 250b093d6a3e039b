import type { OwnFactors } from '@latchkey/common/client';
import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { Confirm, PageForm, Time } from '../../views/forms';
import { loadOrNone } from './load-or-none';

const t = texts.account;

/** The factors of an account, on its page, which is shown without them where they cannot be read. */
export async function factorsOf({ visit }: Page, id: string) {
  const factors = await loadOrNone(visit.auth.showUserFactors(id));
  return (
    <section>
      <h2>{t.factors}</h2>
      {factors ? <Factors factors={factors} /> : <p class="empty">{t.unavailable}</p>}
    </section>
  );
}

function Factors({ factors }: { readonly factors: OwnFactors }) {
  const { required, totp, recoveryCodes, passkeys } = factors;
  if (!totp && passkeys.length === 0) return <p class="empty">{t.noFactors}</p>;
  return (
    <>
      <p>{required ? t.required : t.notRequired}</p>
      <dl class="facts">
        <dt>{t.app}</dt>
        <dd>
          {totp ? (
            <>
              {t.appSince} <Time at={totp.since} />
            </>
          ) : (
            t.appNone
          )}
        </dd>
        <dt>{t.codes}</dt>
        <dd>{recoveryCodes}</dd>
        <dt>{t.passkeys}</dt>
        <dd>{passkeys.length === 0 ? t.passkeysNone : passkeys.map(({ name }) => name).join(', ')}</dd>
      </dl>
      <Confirm summary={t.removeFactors}>
        <p>{t.removeFactorsText}</p>
        <PageForm button={t.removeFactorsButton} kind="danger" task="remove_factors" />
      </Confirm>
    </>
  );
}
