import type { Session } from '@latchkey/common/client';
import type { Refusal } from '@latchkey/common/pages';
import type { Page } from '../http/page';
import { noticeText, texts } from '../texts/texts';
import { deviceName } from '../views/device-name';
import { Confirm, Faults, NoticeBox, PageForm, Time } from '../views/forms';

export function showDevices(page: Page): Promise<Response> {
  page.visit.arriveSignedIn();
  return renderDevices(page);
}

export async function signDevicesOut(page: Page): Promise<Response> {
  const { auth } = page.visit;
  const { id } = await page.form();
  const outcome = await page.visit.submit({}, async () => {
    await (id ? auth.endSession(id) : auth.endOtherSessions());
    return { location: page.site.paths.devices, code: id ? 'device_signed_out' : 'others_signed_out' };
  });
  return outcome instanceof Response ? outcome : renderDevices(page, outcome);
}

async function renderDevices(page: Page, refusal?: Refusal): Promise<Response> {
  const { visit, query } = page;
  const after = query.get('after') ?? undefined;
  const { sessions, next } = await visit.load(visit.auth.listSessions(after === undefined ? {} : { after }));
  const lastUsedFirst = sessions.toSorted(
    (one, other) =>
      Number(other.current) - Number(one.current) || other.lastSeenAt.localeCompare(one.lastSeenAt),
  );
  const areOthers = sessions.length > 1 || after !== undefined;
  const { code } = visit.takeNotice();
  const content = (
    <>
      <h1>{texts.devices.title}</h1>
      <p class="lead">
        {texts.devices.lead} <a href={page.site.paths.activity}>{texts.devices.activity}</a>
      </p>
      <NoticeBox text={refusal ? undefined : noticeText(code)} />
      <Faults refusal={refusal} />
      <ul class="rows">
        {lastUsedFirst.map((session) => (
          <Device session={session} />
        ))}
      </ul>
      {next && <a href={`?${new URLSearchParams({ after: next }).toString()}`}>{texts.devices.more}</a>}
      {areOthers ? (
        <Confirm summary={texts.devices.everywhereElse}>
          <p>{texts.devices.everywhereElseText}</p>
          <PageForm button={texts.devices.everywhereElseButton} kind="danger" />
        </Confirm>
      ) : (
        <p class="empty">{texts.devices.none}</p>
      )}
    </>
  );
  return page.show(texts.devices.title, content, { refusal });
}

function Device({
  session: { id, userAgent, ip, lastSeenAt, createdAt, current },
}: {
  readonly session: Session;
}) {
  const name = deviceName(userAgent);
  // The time of the last use is in steps of five minutes, rounded down.
  const lastUsedAt = lastSeenAt < createdAt ? createdAt : lastSeenAt;
  return (
    <li>
      <div>
        <strong title={userAgent}>{name}</strong>{' '}
        {current && <span class="badge">{texts.devices.thisOne}</span>}
        <p class="hint">
          {texts.devices.address} {ip} · {texts.devices.lastUsed} <Time at={lastUsedAt} /> ·{' '}
          {texts.devices.since} <Time at={createdAt} />
        </p>
      </div>
      {!current && (
        <form method="post">
          <input type="hidden" name="id" value={id} />
          <button class="quiet" aria-label={texts.devices.signOutOf(name, ip)}>
            {texts.devices.signOut}
          </button>
        </form>
      )}
    </li>
  );
}
