const JSON_BODY = { 'Content-Type': 'application/json' };

/**
 * Signs somebody up at the auth service, and makes a ticket at the other with nothing but the cookie.
 * @throws Error that names the first answer which is not the expected one
 */
export async function signUpAndMakeTicket(auth: string, tickets: string): Promise<void> {
  const credentials = { email: 'images@example.com', password: 'a long passphrase' };
  const signedUp = await post(`${auth}/api/users/signup`, credentials);
  await expectStatus(signedUp, 201);
  const cookie = signedUp.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const ticket = { title: 'Concert', price: 20 };
  await expectStatus(await post(`${tickets}/api/tickets`, ticket, { cookie: cookie.join('; ') }), 201);
  await expectStatus(await post(`${tickets}/api/tickets`, ticket), 401);
  // The only route that reads files of a package.
  await expectStatus(await fetch(`${auth}/api/users/docs`), 200);
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
}

async function expectStatus(answer: Response, status: number): Promise<void> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
}
