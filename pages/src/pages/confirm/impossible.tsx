import type { OwnFactors } from '@latchkey/common/client';
import type { Site } from '../../site';
import { texts } from '../../texts/texts';

const t = texts.confirmImpossible;

/** Said where an account has nothing that proves what is asked, with what its owner can do about it. */
export function Impossible({ site, own }: { readonly site: Site; readonly own: OwnFactors }) {
  const { security, forgotPassword } = site.paths;
  if (own.password)
    return (
      <>
        <p>{t.secondFactor}</p>
        <a class="button" href={security}>
          {t.toSecurity}
        </a>
      </>
    );
  return (
    <>
      <p>{t.anything}</p>
      {site.sendsMail && (
        <a class="button" href={forgotPassword}>
          {t.toReset}
        </a>
      )}
    </>
  );
}
