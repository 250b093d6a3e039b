import type { OwnFactors, Passkey } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import type { Site } from '../../site';
import { texts } from '../../texts/texts';
import { Confirm, Field, PageForm, Time } from '../../views/forms';

const t = texts.security;

interface PasskeysSectionProps {
  readonly own: OwnFactors;
  readonly site: Site;
  readonly refusal: Refusal | undefined;
}

/** The passkeys of an account, and the way to another. */
export function PasskeysSection({ own: { passkeys }, site, refusal }: PasskeysSectionProps) {
  return (
    <section>
      <h2>{t.passkeys}</h2>
      <p class="hint">{t.passkeysText}</p>
      {passkeys.length > 0 && (
        <ul class="rows">
          {passkeys.map((passkey) => (
            <Row passkey={passkey} refusal={refusal?.values.id === passkey.id ? refusal : undefined} />
          ))}
        </ul>
      )}
      <p>
        <a href={site.paths.newPasskey}>{t.addPasskey}</a>
      </p>
    </section>
  );
}

interface RowProps {
  readonly passkey: Passkey;
  readonly refusal: Refusal | undefined;
}

function Row({ passkey: { id, name, createdAt, lastUsedAt, backedUp }, refusal }: RowProps) {
  const refusedName = refusal?.values.task === 'rename_passkey' ? refusal : undefined;
  return (
    <li class="folded">
      <div>
        <strong>{name}</strong> <span class="badge">{backedUp ? t.backedUp : t.thisDevice}</span>
        <p class="hint">
          {t.created} <Time at={createdAt} /> ·{' '}
          {lastUsedAt === undefined ? (
            t.neverUsed
          ) : (
            <>
              {t.lastUsed} <Time at={lastUsedAt} />
            </>
          )}
        </p>
      </div>
      <Confirm summary={t.rename} label={t.renameOf(name)} isOpen={refusedName !== undefined}>
        <PageForm button={t.renameButton} task="rename_passkey">
          <input type="hidden" name="id" value={id} />
          <Field
            name="name"
            // Only of the refused one, the list of faults leads to its field.
            id={refusedName ? undefined : `name-${id}`}
            label={t.newName}
            value={name}
            autocomplete="off"
            required
            refusal={refusedName}
          />
        </PageForm>
      </Confirm>
      <Confirm summary={t.remove} label={t.removeOf(name)}>
        <p>{t.removeText}</p>
        <PageForm button={t.removeButton} kind="danger" task="remove_passkey">
          <input type="hidden" name="id" value={id} />
        </PageForm>
      </Confirm>
    </li>
  );
}
