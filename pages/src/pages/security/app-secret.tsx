import type { TotpSecret } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import type { Site } from '../../site';
import { texts } from '../../texts/texts';
import { TotpField } from '../../views/credential-fields';
import { Faults, PageForm } from '../../views/forms';
import { QrCode } from '../../views/qr-code';

const t = texts.authenticatorApp;

/** What an app is given, and the code that proves that it has it. */
export function AppSecret({ made, site }: { readonly made: TotpSecret; readonly site: Site }) {
  const { secret, uri } = made;
  return (
    <div class="card">
      <h1>{t.title}</h1>
      <p>{t.scan}</p>
      <QrCode text={uri} label={t.qr} />
      <p>
        {t.orType}: <code class="secret">{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <p>
        <a href={uri}>{t.orOpen}</a>
      </p>
      <p>{t.then}</p>
      <CodeForm site={site} />
    </div>
  );
}

/** Asks for a code once more. */
export function AppCodeForm({ site, refusal }: { readonly site: Site; readonly refusal: Refusal }) {
  return (
    <div class="card">
      <h1>{t.title}</h1>
      <Faults refusal={refusal} />
      <p>{t.then}</p>
      <CodeForm site={site} refusal={refusal} />
    </div>
  );
}

function CodeForm({ site, refusal }: { readonly site: Site; readonly refusal?: Refusal }) {
  return (
    <>
      <PageForm button={t.confirm} task="confirm">
        <TotpField refusal={refusal} />
      </PageForm>
      <p class="other">
        <a href={site.paths.authenticatorApp}>{t.startAgain}</a>
      </p>
    </>
  );
}
