import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { ensureAdmin } from './admin-account';
import { banner } from './banner';
import { inFolder, DATA_FOLDER } from './data-folder';
import { startDatabase, withDatabase } from './database';
import { readDevSecrets } from './dev-secrets';
import { startGateway } from './gateway';
import { consoleLine } from './mail/caught-mail';
import { startMailCatcher, type MailCatcher } from './mail/mail-catcher';
import { freePorts } from '../ports';
import { hasPython, startReports } from './reports';
import { findPorts, startAuth, startFollowers } from './services';
import { readSettings } from './settings';

type Stop = () => Promise<void>;

const MONGO_URI_FILE = inFolder('mongo-uri');
const PUBLIC_URL_FILE = inFolder('public-url');

/**
 * Runs the whole system on this machine until `stopping` is aborted: MongoDB, the auth service, the account
 * pages, the gate and the tickets, web and reports examples behind one origin. Everything that it started has ended when it
 * returns or throws.
 */
export async function startLocal(
  env: NodeJS.ProcessEnv,
  stopping: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const stops: Stop[] = [];
  try {
    await run(env, stopping, say, (stop) => stops.unshift(stop));
    say('\nstopping…');
  } catch (error) {
    // Being told to stop while starting is no fault.
    if (!stopping.aborted) throw error;
  } finally {
    for (const stop of stops) await stop();
  }
}

async function run(
  env: NodeJS.ProcessEnv,
  stopping: AbortSignal,
  say: (line: string) => void,
  onStop: (stop: Stop) => void,
): Promise<void> {
  mkdirSync(DATA_FOLDER, { recursive: true });
  const secrets = readDevSecrets();
  const settings = readSettings(env, secrets.jwtKey);
  const ports = await findPorts(settings.port);
  const gateway = await startGateway(settings.port, {
    auth: ports.auth.port,
    tickets: ports.tickets.port,
    pages: ports.pages.port,
    web: ports.web.port,
    gate: ports.gate.port,
    reports: ports.reports.port,
  });
  onStop(gateway.stop);

  let { mongoUri } = settings;
  if (mongoUri === undefined) {
    const mongo = await startDatabase(say);
    onStop(() => mongo.stop());
    mongoUri = mongo.uri;
  }
  stopping.throwIfAborted();
  writeFileSync(MONGO_URI_FILE, withDatabase(mongoUri, 'auth'), { mode: 0o600 });
  writeFileSync(PUBLIC_URL_FILE, settings.publicUrl);

  const mail = settings.smtpUrl === undefined ? await catchMail(say, onStop) : { smtpUrl: settings.smtpUrl };
  say('starting the services…');
  const parts = { settings, secrets, ports, mongoUri, smtpUrl: mail.smtpUrl };
  const services = [startAuth(parts)];
  onStop(async () => void (await Promise.all(services.map((service) => service.stop()))));
  // The others would start without its revocations where it takes longer than they wait.
  await services[0]!.ready(stopping);
  services.push(...startFollowers(parts));
  const hasReports = hasPython();
  if (hasReports) services.push(startReports(ports.reports.port));
  await Promise.all(services.map((service) => service.ready(stopping)));

  await ensureAdmin(withDatabase(mongoUri, 'auth'), secrets);
  say(
    banner({
      origin: settings.origin,
      secrets,
      signUp: settings.signUp,
      isVerifiedFirst: settings.emailVerification === 'required',
      hasReports,
      mail: mail.pageUrl,
      metrics: `http://127.0.0.1:${ports.auth.internalPort}/metrics`,
      logs: services.map(({ log }) => log),
    }),
  );
  // As in a cluster, the others go on without it.
  for (const service of services) void service.ended.then(say);
  if (!stopping.aborted) await once(stopping, 'abort');
}

/** Where the auth service sends mail, and the page that shows what was caught. */
type Mail = Pick<MailCatcher, 'smtpUrl'> & Partial<Pick<MailCatcher, 'pageUrl'>>;

/** Mail of a local run goes to nobody: each is a line here, and is shown on a page. */
async function catchMail(say: (line: string) => void, onStop: (stop: Stop) => void): Promise<Mail> {
  const [smtp, page] = await freePorts(2);
  const catcher = await startMailCatcher({ smtp: smtp!, page: page! }, (mail) => say(consoleLine(mail)));
  onStop(() => catcher.stop());
  return catcher;
}
