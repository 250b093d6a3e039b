import type { Page } from '../../http/page';
import { texts } from '../../texts/texts';
import { deviceName } from '../../views/device-name';
import { Time } from '../../views/forms';
import { loadOrNone } from './load-or-none';

const t = texts.account;

/** Where the owner of an account is signed in, on its page, which is shown without it where it cannot be read. */
export async function devicesOf({ visit }: Page, id: string) {
  const list = await loadOrNone(visit.auth.listUserSessions(id));
  return (
    <section>
      <h2>{t.devices}</h2>
      {list === undefined && <p class="empty">{t.unavailable}</p>}
      {list?.sessions.length === 0 && <p class="empty">{t.devicesNone}</p>}
      <ul class="rows">
        {list?.sessions.map(({ userAgent, ip, lastSeenAt, createdAt }) => (
          <li>
            <div>
              <strong title={userAgent}>{deviceName(userAgent)}</strong>
              <p class="hint">
                {texts.devices.address} {ip} · {texts.devices.lastUsed}{' '}
                <Time at={lastSeenAt < createdAt ? createdAt : lastSeenAt} /> · {texts.devices.since}{' '}
                <Time at={createdAt} />
              </p>
            </div>
          </li>
        ))}
      </ul>
      {list?.next !== undefined && <p class="hint">{t.devicesMore}</p>}
    </section>
  );
}
