const JSON_BODY = { 'Content-Type': 'application/json' };

/** Where the services are. */
export interface Origins {
  readonly auth: string;
  readonly gate: string;
  readonly pages: string;
  readonly tickets: string;
  readonly web: string;
}

/**
 * Signs somebody up at the auth service, makes a ticket at the next with nothing but the cookie, asks the gate about them as a proxy
 * does, and opens the page that shows the ticket and the one of the account.
 * @throws Error that names the first answer which is not the expected one
 */
export async function signUpAndMakeTicket({ auth, gate, pages, tickets, web }: Origins): Promise<void> {
  const credentials = { email: 'images@example.com', password: 'a long passphrase' };
  const signedUp = await post(`${auth}/api/users/signup`, credentials);
  await expectStatus(signedUp, 201);
  const cookie = signedUp.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const ticket = { title: 'Concert', price: 20 };
  await expectStatus(await post(`${tickets}/api/tickets`, ticket, { cookie: cookie.join('; ') }), 201);
  await expectStatus(await post(`${tickets}/api/tickets`, ticket), 401);
  const headers = { cookie: cookie.join('; ') };
  const asked = { 'X-Forwarded-Method': 'GET', 'X-Forwarded-Host': 'localhost' };
  await expectStatus(await fetch(`${gate}/signed-in`, { headers: { ...headers, ...asked } }), 200);
  await expectStatus(await fetch(`${gate}/signed-in`, { headers: asked }), 401);
  await expectPage(web, '/tickets', headers, [credentials.email, ticket.title]);
  await expectPage(pages, '/account', headers, [credentials.email]);
  // The only route that reads files of a package.
  await expectStatus(await fetch(`${auth}/api/users/docs`), 200);
}

/** Opens a page and the stylesheet that it names. */
async function expectPage(
  origin: string,
  path: string,
  headers: Record<string, string>,
  texts: readonly string[],
): Promise<void> {
  const html = await expectStatus(await fetch(`${origin}${path}`, { headers }), 200);
  for (const text of texts) if (!html.includes(text)) throw new Error(`${text} is not on the page: ${html}`);
  const styles = /href="([^"]*\/assets\/[^"]+\.css)"/.exec(html)?.[1];
  await expectStatus(await fetch(`${origin}${styles}`), 200);
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
}

async function expectStatus(answer: Response, status: number): Promise<string> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  return text;
}
