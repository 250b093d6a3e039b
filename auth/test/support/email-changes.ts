import { type deviceOf, send, signUpDevice, type Device, type Owner } from './devices';
import type { TestAuth } from './auth-service';
import { changeUser } from './documents';
import { openMails, tokenOf } from './mailbox';
import { newAddress, PASSWORD } from './people';
import { until } from './until';

/** What tests of changes of address do at a service. */
export function emailChanges(auth: () => TestAuth) {
  const ask = (device: Partial<Device>, email: unknown) =>
    send(auth(), 'post', 'email', device).set('X-Forwarded-For', newAddress()).send({ email });
  const confirm = (device: Partial<Device>, token: unknown) =>
    send(auth(), 'post', 'email/confirm', device).send({ token });
  const restore = (token: unknown) => auth().request().post('/api/users/email/restore').send({ token });
  const signIn = (email: string, password: string) =>
    auth().request().post('/api/users/signin').send({ email, password });
  const signUp = (email: string) =>
    auth().request().post('/api/users/signup').send({ email, password: PASSWORD });

  /** Somebody whose address is verified. */
  async function verified(): Promise<Owner> {
    const owner = await signUpDevice(auth());
    await changeUser(auth(), owner.email, { emailVerifiedAt: new Date() });
    return owner;
  }

  async function mailedToken(device: Device, email: string): Promise<string> {
    await ask(device, email).expect(202);
    const mails = await openMails(auth());
    return tokenOf(mails.find(({ message }) => message === 'confirm_email')!);
  }

  /** Changes an address, to the end. @returns the token of the way back, and the device with its new cookies */
  async function change(owner: Device & { readonly email: string }, email: string) {
    const response = await confirm(owner, await mailedToken(owner, email)).expect(200);
    const former = await wayBackTo(owner.email);
    return { token: tokenOf(former), device: { ...owner, session: deviceSession(response), email } };
  }

  /** The mail to the former address, once its event was relayed. */
  async function wayBackTo(email: string) {
    const deliveries = auth().connection.collection('deliveries');
    await until('the event is relayed', async () => {
      const found = await deliveries.findOne({ kind: 'email_changed', recipient: email });
      return found !== null;
    });
    const mails = await openMails(auth());
    return mails.find(({ recipient, message }) => recipient === email && message === 'email_changed')!;
  }

  return { ask, confirm, restore, signIn, signUp, verified, mailedToken, change, wayBackTo };
}

/** The session cookie that an answer sets beside a refresh cookie that stays. */
function deviceSession(response: Parameters<typeof deviceOf>[0]): string {
  const line = (response.headers['set-cookie'] as unknown as string[]).find((each) =>
    each.startsWith('session='),
  )!;
  return line.slice('session='.length).split(';', 1)[0]!;
}
