import type { Test } from 'supertest';
import type { TestAuth } from './auth-service';
import { send, type Device } from './devices';
import { newEmail, PASSWORD } from './people';

/** What an admin gets of a new invitation. */
export interface NewInvitation {
  readonly id: string;
  readonly email: string;
  readonly invitedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly token: string;
  readonly link?: string;
}

export function postInvitation(auth: TestAuth, admin: Partial<Device>, email: unknown): Test {
  return send(auth, 'post', 'invitations', admin).send({ email });
}

/** Invites somebody new as an admin. */
export async function inviteAs(auth: TestAuth, admin: Device, email = newEmail()): Promise<NewInvitation> {
  return (await postInvitation(auth, admin, email).expect(201)).body as NewInvitation;
}

interface Entry {
  readonly action: string;
  readonly outcome: string;
}

/** What the audit trail has of an invitation, the last first. */
export async function trailOf(auth: TestAuth, admin: Device, id: string): Promise<Entry[]> {
  const response = await send(auth, 'get', `audit?user=${id}`, admin).expect(200);
  return (response.body as { entries: Entry[] }).entries;
}

/** Invites somebody as the command line would. */
export async function invite(auth: TestAuth, email = newEmail()) {
  const prepared = auth.services.invitations.prepare(email, 'command line');
  await auth.services.invitations.open(prepared, () => []);
  return { email, id: prepared.invitation.id, token: prepared.token };
}

/** Signs up with an invitation. */
export function signUpWith(
  auth: TestAuth,
  { email, token, password = PASSWORD }: { email: string; token: unknown; password?: string },
): Test {
  return auth.request().post('/api/users/signup').send({ email, password, invitation: token });
}

/** The ids of the invitations that are stored for an address. */
export async function storedFor(auth: TestAuth, email: string): Promise<string[]> {
  const found = await auth.connection.collection('invitations').find({ email }).toArray();
  return found.map(({ _id }) => String(_id));
}
