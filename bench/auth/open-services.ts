import { readConfig } from '@latchkey/auth/dist/config/config.js';
import { connect, createConnection } from '@latchkey/auth/dist/database.js';
import { createServices } from '@latchkey/auth/dist/services.js';
import { pino } from 'pino';

/** The auth service's parts, connected, from the environment of this process. */
export async function openServices() {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL });
  const connection = createConnection();
  const services = createServices(config, connection, log);
  await connect(connection, config.MONGO_URI, services.outages, new AbortController().signal);
  await services.createIndexes();
  return { config, connection, services, log };
}
