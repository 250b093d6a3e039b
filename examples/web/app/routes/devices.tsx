import type { Session } from '@latchkey/common/client';
import { Form } from 'react-router';
import { Notice } from '../ui/notice';
import { Time } from '../ui/time';
import { arriveSignedIn } from '../visit/arrive';
import { load } from '../visit/load';
import { submit, textOf } from '../visit/submit';
import type { Route } from './+types/devices';

export const meta: Route.MetaFunction = () => [{ title: 'Devices · Latchkey' }];

export async function loader(args: Route.LoaderArgs) {
  const { visit } = arriveSignedIn(args);
  const query = new URL(args.request.url).searchParams;
  const sessions = await load(args.request, visit.auth.listSessions());
  return { sessions, again: query.has('again'), isDone: query.has('done') };
}

export async function action({ request, context }: Route.ActionArgs) {
  const id = textOf(await request.formData(), 'id');
  return submit({ request, context }, async () => {
    await (id === '' ? context.auth.endOtherSessions() : context.auth.endSession(id));
    return '/devices?done=true';
  });
}

export default function Devices({ loaderData, actionData }: Route.ComponentProps) {
  const { sessions, again, isDone } = loaderData;
  const fault = actionData?.faults[0]?.message;
  return (
    <>
      <h1>Devices</h1>
      <Notice
        again={again}
        text={fault ?? (isDone ? 'That device is signed out, in every service.' : undefined)}
      />
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
      {sessions.length > 1 && (
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
