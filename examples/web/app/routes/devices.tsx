import type { Session } from '@latchkey/common/client';
import { Form, Link } from 'react-router';
import { Notice } from '../ui/notice';
import { Time } from '../ui/time';
import { arriveSignedIn } from '../visit/arrive';
import { load } from '../visit/load';
import { takeNotice } from '../visit/notices';
import { submit, textsOf } from '../visit/submit';
import type { Route } from './+types/devices';

export const meta: Route.MetaFunction = () => [{ title: 'Devices · Latchkey' }];

export async function loader(args: Route.LoaderArgs) {
  const { auth } = arriveSignedIn(args);
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  const { sessions, next } = await load(args, auth.listSessions(after === undefined ? {} : { after }));
  const lastUsedFirst = sessions.toSorted((one, other) => other.lastSeenAt.localeCompare(one.lastSeenAt));
  return {
    sessions: lastUsedFirst,
    next,
    areOthers: sessions.length > 1 || after !== undefined,
    notice: takeNotice(args),
  };
}

export async function action(args: Route.ActionArgs) {
  const { auth } = args.context;
  const { id } = textsOf(await args.request.formData());
  return submit(args, {}, async () => {
    await (id ? auth.endSession(id) : auth.endOtherSessions());
    return { path: '/devices', code: id ? 'device_signed_out' : 'others_signed_out' };
  });
}

export default function Devices({ loaderData, actionData }: Route.ComponentProps) {
  const { sessions, next, areOthers, notice } = loaderData;
  const fault = actionData?.faults[0]?.message;
  return (
    <>
      <h1>Devices</h1>
      <Notice text={fault ?? notice.text} />
      <div className="scroll">
        <table>
          <caption>Where you are signed in</caption>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Address</th>
              <th scope="col">Last used</th>
              <th scope="col">Action</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <Device key={session.id} session={session} />
            ))}
          </tbody>
        </table>
      </div>
      {next && <Link to={`?${new URLSearchParams({ after: next }).toString()}`}>More devices</Link>}
      {areOthers && (
        <Form method="post">
          <button>Sign out everywhere else</button>
        </Form>
      )}
    </>
  );
}

function Device({ session: { id, userAgent, ip, lastSeenAt, current } }: { readonly session: Session }) {
  const name = nameOf(userAgent);
  return (
    <tr>
      <th scope="row" title={userAgent}>
        {name}
      </th>
      <td>{ip}</td>
      <td>
        <Time at={lastSeenAt} />
      </td>
      <td>
        {current ? (
          <em>this one</em>
        ) : (
          <Form method="post">
            <input type="hidden" name="id" value={id} />
            <button className="quiet" aria-label={`Sign out ${name}`}>
              Sign out
            </button>
          </Form>
        )}
      </td>
    </tr>
  );
}

const BROWSERS = ['Firefox', 'Edg', 'Chrome', 'Safari', 'curl'];
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'];

/** What a person would call a device; Chrome also says Safari, and Edge also says both. */
function nameOf(userAgent: string): string {
  const browser = BROWSERS.find((name) => userAgent.includes(name))?.replace('Edg', 'Edge') ?? 'Some program';
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  return system ? `${browser} on ${system}` : browser;
}
