export { loggedError, type LoggedError } from './errors/logged-error';
export { loggedPath, loggedStatus } from './request/logged-request';
export { readRefusedRefresh, sessionDigest, type RefusedRefresh } from './request/refused-refresh';
export { takeRequestId } from './request/request-id';
export { isDatabaseAccessRefused, isDatabaseOutage } from './server/database-outage';
export { drain } from './server/drain';
export { explain, runMain } from './server/explain';
export {
  createHealthEndpoints,
  type HealthEndpoints,
  type HealthOptions,
  type MetricsSource,
} from './server/health-endpoints';
export { connectionsOf, listen, type ListenOptions } from './server/listen';
export { createOutageLog, type OutageLog, type OutageLogger } from './server/outage-log';
export { reportDatabaseOutage } from './server/report-database-outage';
export { requestLogOptions } from './server/request-log-options';
export { retryUntilDone } from './server/retry';
export { revocationGauges, type GaugeSource } from './server/revocation-gauges';
export { mendSilentDriver, type MendableConnection, type WatchedClient } from './server/silent-driver';
export { serve, type ServeLogger, type ServeOptions } from './server/serve';
