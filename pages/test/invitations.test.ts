import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';
import { open } from '../../e2e/support/page-requests';

jest.setTimeout(180_000);

const PASSWORD = 'a long passphrase';
const PAGE = '/account/admin/invitations';

let site: Site;
let admin: Visitor;

beforeAll(async () => {
  site = await startSite({ SIGN_UP: 'invite' });
  admin = new Visitor(site.url);
  await admin.post('/account/signin', site.admin);
});
afterAll(() => site?.stop());

const newEmail = () => `${randomUUID()}@example.com`;

/** Invites somebody on the admins' page. @returns the path and query of the link that it shows */
async function invite(email: string): Promise<string> {
  const html = await (await admin.post(PAGE, { email })).text();
  const link = new URL(/value="([^"]+\?invitation=[\w-]{43})"/.exec(html)![1]!);
  expect(link.origin).toBe(site.url);
  return link.pathname + link.search;
}

const tokenOf = (path: string) => new URLSearchParams(path.split('?')[1]).get('invitation')!;

describe('where sign-up is by invitation', () => {
  it('the page to sign in shows no link to it', async () => {
    const html = await (await new Visitor(site.url).get('/account/signin')).text();
    expect(html).not.toContain('href="/account/signup"');
  });

  it('the page says so, and has no form', async () => {
    const html = await (await new Visitor(site.url).get('/account/signup')).text();
    expect(html).toContain('Sign-up is by invitation.');
    expect(html).not.toContain('name="password"');
  });

  it('a form that is sent all the same is refused', async () => {
    const page = await new Visitor(site.url).post('/account/signup', {
      email: newEmail(),
      password: PASSWORD,
    });
    expect(page.status).toBe(403);
  });
});

describe('a person with the link of an invitation', () => {
  it('signs up, with the token in no address and in no page', async () => {
    const email = newEmail();
    const link = await invite(email);
    const visitor = new Visitor(site.url);
    const form = await visitor.get(link);
    expect(visitor.trail).toEqual(['/account/signup/invited']);
    expect(await form.text()).not.toContain(tokenOf(link));
    const page = await visitor.post('/account/signup/invited', { email, password: PASSWORD });
    expect(await page.text()).toContain(email);
    expect(visitor.cookies('/account/signup/invited')).not.toMatch(/(^|; )link=/);
  });

  it('gets the token in a cookie of that page alone, which no script reads', async () => {
    const link = await invite(newEmail());
    const answer = await open(`${site.url}${link}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/signup/invited']);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^link=[\w-]{43}; Max-Age=3600; Path=\/account\/signup\/invited; HttpOnly; SameSite=Lax$/,
      ),
    ]);
  });

  it('may look at it often, also as a scanner of mails does', async () => {
    const email = newEmail();
    const link = await invite(email);
    for (let n = 0; n < 3; n++) await new Visitor(site.url).get(link);
    const visitor = new Visitor(site.url);
    await visitor.get(link);
    const page = await visitor.post('/account/signup/invited', { email, password: PASSWORD });
    expect(page.url).toBe(`${site.url}/`);
  });

  it('can correct the email and the password', async () => {
    const email = newEmail();
    const visitor = new Visitor(site.url);
    await visitor.get(await invite(email));
    const other = await visitor.post('/account/signup/invited', { email: newEmail(), password: PASSWORD });
    expect([other.status, await other.text()]).toEqual([
      400,
      expect.stringContaining('not valid for this email'),
    ]);
    expect((await visitor.post('/account/signup/invited', { email, password: 'password' })).status).toBe(400);
    expect((await visitor.post('/account/signup/invited', { email, password: PASSWORD })).status).toBe(200);
  });

  it.each(['', 'x'.repeat(129), '%0d%0aSet-Cookie:%20a=b', '<b>'])(
    'is told what is needed when the token is %j',
    async (token) => {
      const visitor = new Visitor(site.url);
      const page = await visitor.get(`/account/signup?invitation=${token}`);
      expect(visitor.trail).toEqual(['/account/signup/invited', '/account/signup']);
      expect(await page.text()).toContain('Open the link that you were given.');
      expect(visitor.cookies('/account/signup/invited')).toBe('');
    },
  );

  it('who is signed in already goes to the start page', async () => {
    const link = await invite(newEmail());
    await admin.get(link);
    expect(admin.trail).toEqual(['/account/signup/invited', '/']);
  });
});

describe('an admin', () => {
  it('sees a link once, who is invited, and takes an invitation back', async () => {
    const email = newEmail();
    const link = await invite(email);
    const html = await (await admin.get(PAGE)).text();
    expect(html).toContain(email);
    expect(html).not.toContain(tokenOf(link));

    const id = new RegExp(`${email}.*?name="id" value="([0-9a-f]{24})"`, 's').exec(html)![1]!;
    const after = await (await admin.post(PAGE, { id })).text();
    expect(after).toContain('The invitation is removed');
    expect(after).not.toContain(email);
    const visitor = new Visitor(site.url);
    await visitor.get(link);
    expect((await visitor.post('/account/signup/invited', { email, password: PASSWORD })).status).toBe(400);
  });

  it('is told when the person has an account', async () => {
    const page = await admin.post(PAGE, { email: site.admin.email });
    expect([page.status, await page.text()]).toEqual([409, expect.stringContaining('exists already')]);
  });
});

it('nobody else sees the page, or invites by it', async () => {
  const email = newEmail();
  const visitor = new Visitor(site.url);
  await visitor.get(await invite(email));
  await visitor.post('/account/signup/invited', { email, password: PASSWORD });
  expect((await visitor.get(PAGE)).status).toBe(403);
  expect((await visitor.post(PAGE, { email: newEmail() })).status).toBe(403);
});
