import { createAuthenticationWithReader, parseKeyRing, withOutage } from '@latchkey/common/protocol';
import { createOutageLog } from '@latchkey/common/server';
import type { Logger } from 'pino';
import { createAccounts } from './accounts/accounts';
import { createAdministration } from './administration/administration';
import { createFactorFlows } from './authentication/factor-flows';
import { createIssueAccessToken } from './authentication/issue-access-token';
import { createMailFlows } from './authentication/mail-flows';
import { createPasskeyFlows } from './authentication/passkey-flows';
import { createPasswords } from './authentication/passwords';
import { createRolesOf } from './authentication/roles-of';
import { warnOfHash } from './authentication/warn-of-hash';
import { createCeremonies } from './ceremonies/ceremonies';
import { createCeremonyCookies } from './ceremonies/ceremony-cookie';
import { createHashQueue } from './credentials/password/hash-queue';
import { createPasswordPolicy } from './credentials/password/password-policy';
import { createActivity } from './events/activity';
import { createActs } from './events/acts';
import type { Config } from './config/config';
import type { Connection } from './database';
import { createEmailHash } from './events/email-hash';
import { createEvents, type Events } from './events/events';
import { countFailedSignIns, createRelay } from './event-relay';
import { createDeviceCookie } from './http/device-cookie';
import { createSessionCookies } from './http/session-cookies';
import { findSignUpPage } from './invitations/invitation-link';
import { createInvitations } from './invitations/invitations';
import { revocationWindow } from './config/lifetimes';
import { limitSettings } from './config/limit-settings';
import { passkeySettings } from './config/passkey-settings';
import { passwordSettings } from './config/password-settings';
import { routeSettings } from './config/route-settings';
import { sessionCookieSettings } from './config/session-cookie-settings';
import { createLimits, type Limits } from './limits/limits';
import { createAskPrimary } from './revocations/ask-primary';
import { createRevocationLog, type RevocationLog } from './revocations/revocation-log';
import { createSessions, type SessionSettings } from './sessions/sessions';
import { createAuditTrail, createStores, type Stores } from './stores';

/** Builds everything that the routes need, once, from the configuration and a connection. */
export function createServices(config: Config, connection: Connection, log: Logger) {
  const revocations = createRevocations(config, connection);
  const stores: Stores = createStores(connection, revocations, (notice) => relay.add(notice));
  const relay = createRelay(config, connection, stores, log);
  const limits = createLimits(stores.limits, limitSettings(config));
  const ceremonies = createCeremonies(stores.ceremonies);
  const invitations = createInvitations(stores.invitations, stores.accounts);
  const tokens = { keys: parseKeyRing(config.JWT_KEY), issuer: config.ISSUER, audience: config.AUDIENCE };
  const cookies = { cookieSecure: config.COOKIE_SECURE, cookieDomain: config.COOKIE_DOMAIN };
  const { authentication, sessionCookies } = createReaders(config, revocations);
  const events = createEvents(log, createEmailHash(config.JWT_KEY));
  const rolesOf = createRolesOf(config.MFA_ROLES);

  return {
    keys: tokens.keys,
    stores,
    hashes: createHashQueue(),
    revocations,
    events,
    relay,
    failedSignIns: countFailedSignIns(stores, log),
    ...routeSettings(config),
    outages: createOutageLog(log, 'MongoDB'),
    accounts: createAccounts(stores.accounts),
    passwords: createPasswords(stores.accounts, warnOfHash(log)),
    ...createAdministrationParts(stores, limits),
    ...createMailFlows(config, stores, ceremonies, invitations, limits),
    ...createFactorFlows(config, stores.accounts),
    ...createPasskeyFlows(passkeySettings(config), stores.accounts),
    invitations,
    signUpPage: findSignUpPage(config),
    audit: createAuditTrail(connection, stores, relay),
    activity: createActivity(stores.events),
    sessions: createSessions(stores.sessions, sessionSettings(config, events)),
    limits,
    authentication,
    deviceCookie: createDeviceCookie(cookies),
    ceremonies,
    ceremonyCookies: createCeremonyCookies(cookies),
    cookies: createSessionCookies({ ...sessionCookieSettings(config), reader: sessionCookies }),
    validatePassword: createPasswordPolicy(passwordSettings(config)),
    rolesOf,
    issueAccessToken: createIssueAccessToken(config.ACCESS_TTL, rolesOf, tokens),

    /** Makes the indexes that correctness depends on; the service is not ready before. */
    async createIndexes(): Promise<void> {
      await Promise.all(Object.values(stores).map((store) => store.createIndexes()));
    },
  };
}

/** What knows what is revoked. */
function createRevocations(config: Config, connection: Connection): RevocationLog {
  return createRevocationLog({ window: revocationWindow(config), askPrimary: createAskPrimary(connection) });
}

/** What admins do, and what writes it into the log. */
function createAdministrationParts({ accounts, events }: Stores, limits: Limits) {
  const acts = createActs(events);
  return {
    acts,
    administration: createAdministration({ store: accounts, acts, forgetFailures: limits.unlock }),
  };
}

/** What reads who a request is from. */
function createReaders(config: Config, { list, asOf }: RevocationLog) {
  return createAuthenticationWithReader({
    jwtKey: config.JWT_KEY,
    cookieKey: config.COOKIE_KEY,
    issuer: config.ISSUER,
    audience: config.AUDIENCE,
    cookieSecure: config.COOKIE_SECURE,
    cookieDomain: config.COOKIE_DOMAIN,
    trustedOrigins: config.TRUSTED_ORIGINS,
    revocations: withOutage(list, asOf, config.ON_OUTAGE),
  });
}

export type Services = ReturnType<typeof createServices>;

function sessionSettings(config: Config, events: Events): SessionSettings {
  return {
    idle: config.SESSION_IDLE,
    max: config.SESSION_MAX,
    grace: config.REFRESH_GRACE,
    onReuse: ({ id, userId }, { ip }) =>
      events.record({ ip }, { event: 'token_reused', account: userId, sid: id }),
    onRepeatElsewhere: ({ id, userId }, { ip }) =>
      events.record({ ip }, { event: 'token_repeated', account: userId, sid: id, reason: 'another_address' }),
  };
}
