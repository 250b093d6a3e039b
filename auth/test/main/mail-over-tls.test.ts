import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { databaseUri } from '../support/auth-service';
import { startMailServer, type MailServer } from '../support/mail-server';
import { WITH_MAIL } from '../support/mailbox';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, startAuthProcess } from '../support/spawn-auth';
import { certificate } from '../support/tls-hop';
import { until } from '../support/until';

describe('a mail server with a password', () => {
  const pair = certificate();
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-mail-'));
  const NODE_EXTRA_CA_CERTS = path.join(folder, 'ca.pem');
  const signIns: unknown[] = [];
  let server: MailServer;

  beforeAll(() => writeFileSync(NODE_EXTRA_CA_CERTS, pair.cert));
  afterEach(async () => {
    endSpawned();
    await server.close();
    signIns.length = 0;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Starts the server and a service that sends by it, and asks for a mail. */
  async function ask(options: SMTPServerOptions, env: NodeJS.ProcessEnv) {
    server = await startMailServer({
      ...pair,
      ...options,
      authOptional: false,
      disabledCommands: [],
      onAuth({ username, password }, { secure }, callback) {
        signIns.push({ username, password, secure });
        callback(null, { user: username });
      },
    });
    const url = server.url.replace('127.0.0.1', 'auth%40example.com:p%40ss@localhost');
    const auth = await startAuthProcess({ ...WITH_MAIL, MONGO_URI: databaseUri(), SMTP_URL: url, ...env });
    const email = newEmail();
    await auth.request().post('/api/users/signup').send({ email, password: PASSWORD }).expect(201);
    await auth.request().post('/api/users/password/forgot').send({ email }).expect(202);
    return { auth, email };
  }

  it.each([
    ['over TLS from the start', { secure: true }],
    ['once it has started TLS', {}],
  ])('is given it %s, by the certificate of a private CA', async (_when, options) => {
    const { email } = await ask(options, { NODE_EXTRA_CA_CERTS });
    await until('the mail has arrived', () => server.mails.length > 0);
    expect(server.mails.map(({ to }) => to)).toEqual([[email]]);
    expect(signIns).toEqual([{ username: 'auth@example.com', password: 'p@ss', secure: true }]);
  });

  it('is not given it when its certificate is of nobody that is trusted, and the mail waits', async () => {
    const { auth } = await ask({ secure: true }, {});
    await until('it was tried', () =>
      auth.messages().includes('a mail could not be sent; trying again later'),
    );
    expect([signIns, server.mails]).toEqual([[], []]);
  });
});
