import type { Test } from 'supertest';
import type { TestAuth } from './auth-service';
import { setRolesNow } from './change-account';
import { deviceOf, refreshDevice, send, signUpDevice, type Device, type Owner } from './devices';

/** What admins see of a user. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly roles: string[];
  readonly claims?: object;
  readonly ban?: { readonly reason?: string; readonly until?: string };
  readonly createdAt: string;
}

/** Gives a person these roles, as an operator does, and a token that carries them. */
export async function withRoles(auth: TestAuth, person: Owner, ...roles: string[]): Promise<Owner> {
  await setRolesNow(auth, person.id, roles);
  return { ...person, ...deviceOf(await refreshDevice(auth, person).expect(200)) };
}

/** Signs a new person up and makes them an admin. */
export async function signUpAdmin(auth: TestAuth): Promise<Owner> {
  return withRoles(auth, await signUpDevice(auth), 'admin');
}

/** Makes sure that nobody but these is an admin. */
export async function onlyAdmins(auth: TestAuth, ...admins: readonly Owner[]): Promise<void> {
  const users = auth.connection.collection('users');
  const emails = admins.map(({ email }) => email);
  await users.updateMany({ email: { $nin: emails } }, { $set: { roles: [] } });
}

export function putBan(auth: TestAuth, admin: Partial<Device>, id: string, body: object = {}): Test {
  return send(auth, 'put', `${id}/ban`, admin).send(body);
}

export function deleteBan(auth: TestAuth, admin: Partial<Device>, id: string): Test {
  return send(auth, 'delete', `${id}/ban`, admin);
}

export function putRoles(auth: TestAuth, admin: Partial<Device>, id: string, roles: unknown): Test {
  return send(auth, 'put', `${id}/roles`, admin).send({ roles });
}

export function putClaims(auth: TestAuth, admin: Partial<Device>, id: string, claims: unknown): Test {
  return send(auth, 'put', `${id}/claims`, admin).send({ claims });
}
