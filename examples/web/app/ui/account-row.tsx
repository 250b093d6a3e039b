import type { Account } from '@latchkey/common/client';
import { Form } from 'react-router';
import { Time } from './time';

interface AccountRowProps {
  readonly account: Account;
  readonly isOwn: boolean;
  /** What was typed for this account before the session was renewed. */
  readonly typed: Readonly<Record<string, string>>;
}

/** What an admin sees of an account and can do with it. */
export function AccountRow({ account, isOwn, typed }: AccountRowProps) {
  const { id, email, roles, claims, createdAt } = account;
  return (
    <tr>
      <th scope="row">
        {email} {isOwn && <em>you</em>}
        <small>
          since <Time at={createdAt} />
        </small>
      </th>
      <td>
        <Form method="post" className="inline">
          <input type="hidden" name="id" value={id} />
          <input
            name="roles"
            aria-label={`Roles of ${email}`}
            defaultValue={typed.roles ?? roles.join(' ')}
          />
          <button className="quiet" name="task" value="roles" aria-label={`Set the roles of ${email}`}>
            Set
          </button>
        </Form>
        <Form method="post" className="inline">
          <input type="hidden" name="id" value={id} />
          <input
            name="claims"
            aria-label={`Claims of ${email}`}
            placeholder='{"tenant":"acme"}'
            defaultValue={typed.claims ?? (claims && JSON.stringify(claims))}
          />
          <button className="quiet" name="task" value="claims" aria-label={`Set the claims of ${email}`}>
            Set
          </button>
        </Form>
      </td>
      <td>
        <BanForm account={account} reason={typed.reason} />
      </td>
      <td>
        <SessionsForm account={account} />
      </td>
    </tr>
  );
}

/** The button is behind a question, which needs no script. */
function SessionsForm({ account: { id, email } }: { readonly account: Account }) {
  return (
    <details>
      <summary aria-label={`End the sessions of ${email}`}>End…</summary>
      <Form method="post" className="inline">
        <input type="hidden" name="id" value={id} />
        <button
          className="danger"
          name="task"
          value="sessions"
          aria-label={`Sign ${email} out on every device`}
        >
          Sign out on every device
        </button>
      </Form>
    </details>
  );
}

function BanForm({
  account: { id, email, ban },
  reason,
}: {
  readonly account: Account;
  readonly reason?: string | undefined;
}) {
  return (
    <Form method="post" className="inline">
      <input type="hidden" name="id" value={id} />
      {ban ? (
        <>
          <span className="banned">
            banned{ban.reason && `: ${ban.reason}`}
            {ban.until && (
              <>
                {' '}
                until <Time at={ban.until} />
              </>
            )}
          </span>
          <button className="quiet" name="task" value="unban" aria-label={`Unban ${email}`}>
            Unban
          </button>
        </>
      ) : (
        <>
          <input
            name="reason"
            aria-label={`Reason to ban ${email}`}
            placeholder="Reason"
            defaultValue={reason}
          />
          <button className="danger" name="task" value="ban" aria-label={`Ban ${email}`}>
            Ban
          </button>
        </>
      )}
    </Form>
  );
}
