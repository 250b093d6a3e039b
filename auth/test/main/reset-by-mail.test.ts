import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { databaseUri } from '../support/auth-service';
import { readMail, startMailServer, type MailServer } from '../support/mail-server';
import { WITH_MAIL } from '../support/mailbox';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, startAuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';

const NEXT = 'quite another password';

describe('a forgotten password', () => {
  let server: MailServer;

  beforeEach(async () => {
    server = await startMailServer();
  });
  afterEach(async () => {
    endSpawned();
    await server.close();
  });

  it('is reset by the link that arrives in the mailbox, and nowhere else', async () => {
    const auth = await startAuthProcess({ ...WITH_MAIL, MONGO_URI: databaseUri(), SMTP_URL: server.url });
    const post = (path: string, body: object) =>
      request(`http://127.0.0.1:${auth.port}`).post(`/api/users/${path}`).send(body);
    const email = newEmail();
    await post('signup', { email, password: PASSWORD }).expect(201);
    await post('password/forgot', { email: newEmail() }).expect(202);
    await post('password/forgot', { email }).set('Host', 'evil.example').expect(202);

    await until('the mail has arrived', () => server.mails.length > 0);
    const [mail] = server.mails;
    expect(mail!.to).toEqual([email]);
    const { text } = await readMail(mail!);
    const [link] = /https:\/\/\S+\/reset-password\?token=\S+/.exec(text!)!;
    const { origin, searchParams } = new URL(link);
    expect(origin).toBe('https://shop.example.com');

    await post('password/reset', { token: searchParams.get('token'), password: NEXT }).expect(200);
    await post('signin', { email, password: PASSWORD }).expect(400);
    await post('signin', { email, password: NEXT }).expect(200);
    await until('the notice has arrived', () => server.mails.length > 1);
    expect(server.mails.map(({ to }) => to)).toEqual([[email], [email]]);
  });
});
