export { loggedError, type LoggedError } from './errors/logged-error';
export { loggedPath, loggedStatus } from './request/logged-request';
export { readRefusedRefresh, sessionDigest, type RefusedRefresh } from './request/refused-refresh';
export { drain } from './server/drain';
export { connectionsOf, listen, type ListenOptions } from './server/listen';
export { createOutageLog, type OutageLog, type OutageLogger } from './server/outage-log';
