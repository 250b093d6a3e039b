import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { isBanned } from '../accounts/account';
import { BannedError } from '../errors';
import type { Services } from '../services';
import { addressOf } from './support/client';
import { emailField, knownPasswordField, type Credentials } from './support/fields';
import { hashingRoute } from './support/hashing-route';
import { openSession } from './support/open-session';
import { toPerson } from './support/person';

/** POST /api/users/signin: checks a password and starts a session. */
export function signin(services: Services): RequestHandler {
  const { accounts, limits, deviceCookie } = services;
  const fields = [emailField(), knownPasswordField('password')];

  return hashingRoute(services, fields, async function signin(req, res, hash) {
    const { email, password } = matchedData<Credentials>(req);
    const found = await accounts.findByEmail(email);
    const cookie = deviceCookie.read(req);
    const device = accounts.knowsDevice(found, cookie) ? cookie : undefined;
    const account = await limits.guess({ email, ip: addressOf(req), device }, () =>
      accounts.signIn(found, password, hash),
    );
    // Only whoever knows the password learns of the ban.
    if (isBanned(account)) throw new BannedError();
    const { session } = await openSession(services, req, res, account);
    services.events.record(req, { event: 'signed_in', account: account.id, email, sid: session.id });
    res.send(toPerson(account));
  });
}
