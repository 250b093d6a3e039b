import type { Site } from '../site';
import { texts } from '../texts/texts';

const t = texts.recoveryCodes;

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly site: Site;
  /** What has just come about. */
  readonly done?: string;
}

/** New recovery codes, which are in this answer and nowhere else. */
export function RecoveryCodes({ codes, site, done }: RecoveryCodesProps) {
  return (
    <div class="card">
      <h1>{t.title}</h1>
      <div role="status" class="notice">
        {done} {t.once}
      </div>
      <p>{t.lead}</p>
      <ol class="codes" aria-label={t.list}>
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <a class="button" href={site.paths.security}>
        {t.kept}
      </a>
    </div>
  );
}
