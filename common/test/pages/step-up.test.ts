import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthServer, type AuthServer } from '../support/auth-server';
import { startPageServer, type PageServer } from '../support/page-server';
import { noticeOf, open, post } from '../support/page-visits';
import { asCookie, claimsSet, token } from '../support/tokens';

let auth: AuthServer;
let pages: PageServer;
let pagesElsewhere: PageServer;

/** Shows what the auth service says, and has a form. */
beforeAll(async () => {
  auth = await startAuthServer();
  const start = (options: object) =>
    startPageServer(
      async (visit) => {
        visit.arriveSignedIn();
        if (visit.url.pathname === '/form' && visit.request.method === 'GET')
          return Response.json(visit.takeNotice());
        if (visit.request.method === 'GET') {
          await visit.load(visit.auth.currentUser());
          return new Response();
        }
        const form = new URLSearchParams(await visit.request.text());
        const outcome = await visit.submit({ values: { note: form.get('note') ?? '' } }, async () => {
          await visit.auth.requestEmailChange('ada@example.org');
          return { location: '/form' };
        });
        return outcome instanceof Response ? outcome : Response.json(outcome, { status: outcome.status });
      },
      { authUrl: auth.url, ...options },
    );
  pages = await start({});
  pagesElsewhere = await start({
    signInPath: '/me/signin',
    accounts: { origin: 'https://accounts.example.com', returnOrigin: 'https://app.example.com' },
  });
});
afterAll(() => {
  pages.stop();
  pagesElsewhere.stop();
  auth.stop();
});

const MESSAGE = 'Confirm that it is you, and repeat the request.';

/** Ada's session cookie; another one for each time that the token was made anew. */
function adas(issuedAgo: number): string {
  const iat = Math.floor(Date.now() / 1000) - issuedAgo;
  return asCookie(token(claimsSet({ iat, exp: iat + 900 })), 'session');
}

function refuse(more = ''): void {
  auth.answerWith(401, { code: 'insufficient_user_authentication', errors: [{ message: MESSAGE }] }, [], {
    'www-authenticate': `Bearer error="insufficient_user_authentication", max_age=600${more}`,
  });
}

describe('a page of which a service asks for a step-up', () => {
  it('sends the browser to confirm, and back with its query', async () => {
    refuse();
    const answer = await open(`${pages.url}/list?page=2`, adas(60));
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/account/confirm?next=%2Flist%3Fpage%3D2',
    ]);
  });

  it('tells the page there that a second factor is asked for', async () => {
    refuse(', acr_values="aal2"');
    const answer = await open(`${pages.url}/list`, adas(60));
    expect(answer.headers.get('location')).toBe('/account/confirm?next=%2Flist&acr=aal2');
    refuse(', acr_values="aal2"');
    const form = await post(`${pages.url}/form`, { note: 'kept' }, adas(60));
    expect(form.headers.get('location')).toBe('/account/confirm?next=%2Fform&acr=aal2');
  });

  it('sends it to the accounts’ host, beside the page to sign in at', async () => {
    refuse();
    const answer = await open(`${pagesElsewhere.url}/list`, adas(60));
    expect(answer.headers.get('location')).toBe(
      'https://accounts.example.com/me/confirm?next=https%3A%2F%2Fapp.example.com%2Flist',
    );
  });

  it('shows the refusal to a browser that has confirmed, and sends it there again later', async () => {
    refuse();
    const sent = await open(`${pages.url}/list`, adas(60));
    refuse();
    const back = await open(`${pages.url}/list`, `${adas(30)}; ${noticeOf(sent).cookie}`);
    expect([back.status, await back.text()]).toEqual([401, expect.stringContaining(MESSAGE)]);
    expect(back.headers.getSetCookie()).toEqual([expect.stringMatching(/^notice=;/)]);
    refuse();
    expect((await open(`${pages.url}/list`, adas(30))).status).toBe(303);
  });

  it('sends a browser again that came back without confirming', async () => {
    refuse();
    const session = adas(60);
    const sent = await open(`${pages.url}/list`, session);
    refuse();
    const back = await open(`${pages.url}/list`, `${session}; ${noticeOf(sent).cookie}`);
    expect(back.status).toBe(303);
  });
});

describe('a form of which a service asks for a step-up', () => {
  it('comes back with what was typed, also after minutes', async () => {
    refuse();
    const answer = await post(`${pages.url}/form`, { note: 'kept' }, adas(60));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/confirm?next=%2Fform']);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^notice=[\w-]+; Max-Age=600;/)]);
    const form = await open(`${pages.url}/form`, `${adas(30)}; ${noticeOf(answer).cookie}`);
    expect(await form.json()).toEqual({ code: 'again', values: { note: 'kept' } });
  });

  it('shows the refusal to a browser that has confirmed', async () => {
    refuse();
    const sent = await post(`${pages.url}/form`, { note: 'kept' }, adas(60));
    refuse();
    const again = await post(`${pages.url}/form`, { note: 'kept' }, `${adas(30)}; ${noticeOf(sent).cookie}`);
    expect([again.status, await again.json()]).toEqual([
      401,
      {
        status: 401,
        code: 'insufficient_user_authentication',
        faults: [{ message: MESSAGE }],
        values: { note: 'kept' },
      },
    ]);
  });
});

describe('a step-up that a page makes by two calls', () => {
  it('sends the second the cookie that the first was answered with, and other services none', async () => {
    const server = await startPageServer(
      async (visit) => {
        await visit.auth.startStepUp();
        await visit.auth.stepUpByPassword('a long passphrase');
        await visit.service(auth.url).currentUser();
        return new Response();
      },
      { authUrl: auth.url },
    );
    const begun = ['ceremony-step-up=new; Path=/; HttpOnly', 'other=1; Path=/'];
    auth.answerWith(201, { factors: ['password'] }, begun);
    const session = adas(60);
    const answer = await open(server.url, `${session}; ceremony-step-up=old`);
    server.stop();
    const cookies = auth.requests.slice(-3).map(({ headers }) => headers.cookie);
    expect(cookies).toEqual([
      `${session}; ceremony-step-up=old`,
      `${session}; ceremony-step-up=new`,
      session,
    ]);
    expect(answer.headers.getSetCookie()).toEqual(expect.arrayContaining(begun));
  });
});
