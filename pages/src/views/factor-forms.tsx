import type { Factor } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../http/page';
import { texts } from '../texts/texts';
import { RecoveryCodeField, TotpField } from './credential-fields';
import { PageForm } from './forms';
import { NoPasskeys, PasskeyForm } from './passkey-form';

const t = texts.proof;

interface FactorFormsProps {
  readonly page: Page;
  /** By what can be proven what is due. */
  readonly factors: readonly Factor[];
  readonly purpose: 'sign-in' | 'step-up';
  readonly refusal?: Refusal | undefined;
}

/** The forms that prove a second factor. A recovery code, which is for the day that all else is lost, has a view of its own. */
export function FactorForms({ page, factors, purpose, refusal }: FactorFormsProps) {
  const { query, visit } = page;
  const others = factors.filter((each) => each !== 'recovery_code');
  const hasCodes = factors.includes('recovery_code');
  const isByCode = hasCodes && (query.get('by') === 'recovery_code' || others.length === 0);
  const to = (by?: string) => {
    const search = new URLSearchParams(query);
    search.delete('by');
    if (by !== undefined) search.set('by', by);
    return search.size === 0 ? visit.url.pathname : `?${search.toString()}`;
  };
  if (isByCode)
    return (
      <>
        <PageForm button={t.button} task="recovery_code">
          <RecoveryCodeField refusal={refusal} />
        </PageForm>
        {others.length > 0 && (
          <p class="other">
            <a href={to()}>{t.toOthers}</a>
          </p>
        )}
      </>
    );
  return (
    <>
      {factors.includes('totp') && (
        <PageForm button={t.button} task="totp">
          <TotpField refusal={refusal} />
        </PageForm>
      )}
      {factors.includes('passkey') && (
        <div class="way">
          <PasskeyForm button={t.passkeyButton} purpose={purpose} isQuiet={factors.includes('totp')} />
          <NoPasskeys />
        </div>
      )}
      {hasCodes && (
        <p class="other">
          <a href={to('recovery_code')}>{t.toRecoveryCode}</a>
        </p>
      )}
    </>
  );
}
