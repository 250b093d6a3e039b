import { authenticate } from '@latchkey/common';
import { headers } from 'next/headers';

/** Greets its visitor on the first load: the access token says who it is, and no service is asked. */
export default async function Home() {
  const { user } = await authenticate({ method: 'GET', headers: await headers() });
  if (!user)
    return (
      <p>
        <a href="/account/signin">Sign in</a>
      </p>
    );
  return (
    <main>
      <h1>Hello, {user.email}</h1>
      <form action="/offer" method="post">
        <label>
          Title <input name="title" required />
        </label>
        <label>
          Price <input name="price" inputMode="decimal" required />
        </label>
        <button>Offer a ticket</button>
      </form>
      <form action="/signout" method="post">
        <button>Sign out</button>
      </form>
    </main>
  );
}
