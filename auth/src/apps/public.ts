import { errorHandler, NotFoundError } from '@latchkey/common';
import express, { Router, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { isAccountId } from '../accounts/account-id';
import { clientAddress } from '../http/client-address';
import type { Metrics } from '../observability/metrics';
import { refuseCrossOrigin } from '../http/refuse-cross-origin';
import { refuseOtherMethods } from '../http/refuse-other-methods';
import { reportOutage } from '../http/report-outage';
import { requestLog } from '../observability/request-log';
import { docsOperations, operations } from '../openapi/operations';
import { audit } from '../routes/admin/audit';
import { ban } from '../routes/admin/ban';
import { changePassword } from '../routes/password/change-password';
import { currentUser } from '../routes/account/current-user';
import { deleteAccount } from '../routes/account/delete-account';
import { docs } from '../routes/meta/docs';
import { endOtherSessions } from '../routes/session/end-other-sessions';
import { endSession } from '../routes/session/end-session';
import { endUserSessions } from '../routes/admin/end-account-sessions';
import { listInvitations } from '../routes/admin/list-invitations';
import { listSessions } from '../routes/session/list-sessions';
import { listUsers } from '../routes/admin/list-accounts';
import { invite } from '../routes/admin/invite';
import { jwks } from '../routes/meta/jwks';
import { openapi } from '../routes/meta/openapi';
import { refresh } from '../routes/session/refresh';
import { refreshAndReturn } from '../routes/session/refresh-and-return';
import { removeInvitation } from '../routes/admin/remove-invitation';
import { setClaims } from '../routes/admin/set-claims';
import { setRoles } from '../routes/admin/set-roles';
import { showUser } from '../routes/admin/show-account';
import { refuseFlood } from '../routes/middleware/refuse-flood';
import { reportFailure, reportFailureOf } from '../routes/middleware/report-failure';
import { signin } from '../routes/session/signin';
import { signout } from '../routes/session/signout';
import { signup } from '../routes/account/signup';
import { unban } from '../routes/admin/unban';
import { unlock } from '../routes/admin/unlock';
import type { Services } from '../services';

export interface AppDependencies {
  readonly config: Pick<Config, 'TRUST_PROXY' | 'COOKIE_SECURE' | 'COOKIE_DOMAIN' | 'API_DOCS'>;
  readonly services: Services;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'middleware'>;
}

/** The application of the public port: the order here is the order that a request goes through. */
export function createApp({ config, services, log, metrics }: AppDependencies): Express {
  const app = express();
  app.set('trust proxy', config.TRUST_PROXY);

  app.use(metrics.middleware);
  app.use(clientAddress(log));
  app.use(helmet(config.COOKIE_SECURE ? {} : OVER_HTTP));
  app.use(services.authentication.cors);
  app.use('/api/users', noStore);
  app.use('/api/users', createFloodGate(services));
  app.use(requestLog(log));
  app.use(refuseCrossOrigin(services.trustedOrigins));
  app.use(express.json({ limit: '16kb', inflate: false }));
  app.use(services.cookies.middleware);

  app.get('/.well-known/jwks.json', jwks(services.keys));
  app.use('/api/users', createRouter(services));
  if (config.API_DOCS) app.use('/api/users', createDocsRouter(config));
  app.use('/api/users', createAdminRouter(services));

  app.use(refuseOtherMethods(config.API_DOCS ? operations : operationsWithoutDocs));
  app.use(() => {
    throw new NotFoundError();
  });
  app.use(reportOutage(services.outages));
  app.use(errorHandler);
  return app;
}

/** What anybody can flood is refused before it is logged or its body is read. */
function createFloodGate(services: Services): Router {
  const router = Router();
  router.post('/signup', refuseFlood(services), reportFailure(services, 'sign_up_failed'));
  router.post('/signin', refuseFlood(services), reportFailure(services, 'sign_in_failed'));
  return router;
}

function createRouter(services: Services): Router {
  const router = Router();
  router.post('/signup', signup(services), reportFailure(services, 'sign_up_failed'));
  router.post('/signin', signin(services), reportFailure(services, 'sign_in_failed'));
  router.post('/signout', signout(services));
  router.get('/currentuser', currentUser(services));
  router.post('/refresh', refresh(services));
  router.get('/refresh', refreshAndReturn(services));
  router.post('/password', changePassword(services), reportFailureOf(services, 'password_change_failed'));
  router.delete('/me', deleteAccount(services), reportFailureOf(services, 'account_deletion_failed'));
  router.get('/sessions', listSessions(services));
  router.delete('/sessions', endOtherSessions(services));
  router.delete('/sessions/:id', endSession(services));
  return router;
}

/** What this API is, for programs and for people. */
function createDocsRouter({ COOKIE_SECURE, COOKIE_DOMAIN }: AppDependencies['config']): Router {
  const router = Router();
  router.get('/openapi.json', openapi({ cookieSecure: COOKIE_SECURE, cookieDomain: COOKIE_DOMAIN }));
  router.use('/docs', docs());
  return router;
}

/** What admins do with the accounts of others. */
function createAdminRouter(services: Services): Router {
  const router = Router();
  // Any other path is one that is not there, to everybody.
  router.param('id', (_req, _res, next, id: string) => next(isAccountId(id) ? undefined : 'route'));
  router.get('/', listUsers(services));
  router.get('/audit', audit(services));
  router.get('/invitations', listInvitations(services));
  router.post('/invitations', invite(services));
  router.delete('/invitations/:id', removeInvitation(services));
  router.get('/:id', showUser(services));
  router.put('/:id/ban', ban(services));
  router.delete('/:id/ban', unban(services));
  router.post('/:id/unlock', unlock(services));
  router.delete('/:id/sessions', endUserSessions(services));
  router.put('/:id/roles', setRoles(services));
  router.put('/:id/claims', setClaims(services));
  router.use(reportFailureOf(services, 'admin_act_refused'));
  return router;
}

const operationsWithoutDocs = operations.filter((each) => !docsOperations.includes(each));

/** Without TLS, browsers must not be told to ask for it. */
const OVER_HTTP = {
  strictTransportSecurity: false,
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
} as const;

/** Answers about people stay out of every cache. */
const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
