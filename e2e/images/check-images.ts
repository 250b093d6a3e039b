import { freePorts } from '@latchkey/tools/dist/local/ports';
import { serviceKeys } from '@latchkey/tools/dist/local/service-keys';
import { startMongo } from '@latchkey/tools/dist/mongo';
import { withHeartbeat } from '@latchkey/tools/dist/mongo/heartbeat';
import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { inspectContents } from './contents';
import { type Engine } from './engine';
import { authImage, pagesImage, ticketsImage, webImage, type Image } from './images';
import { assertUnprivileged } from './privileges';
import { startImage, type RunningService } from './running-service';
import { signUpAndMakeTicket } from './tour';

type Env = Readonly<Record<string, string>> & { readonly PORT: string; readonly INTERNAL_PORT: string };

interface Environments {
  readonly auth: Env;
  readonly pages: Env;
  readonly tickets: Env;
  readonly web: Env;
}

/**
 * Builds the images, runs them together as a cluster would, on a real database, and ends them.
 * @throws Error about the first thing that is not as it is to be
 */
export async function checkImages(engine: Engine, say: Progress): Promise<void> {
  for (const image of [authImage, pagesImage, ticketsImage, webImage]) {
    await withHeartbeat(`building ${image.name} with ${engine.name}`, say, () => engine.build(image));
  }
  const mongo = await startMongo({ progress: say });
  const running: RunningService[] = [];
  const start = async (image: Image, env: Env) => {
    const service = await startImage(engine, image, env);
    running.push(service);
    return service;
  };
  try {
    await checkRunning(engine, await environments(mongo.uri), start, say);
  } finally {
    for (const { container } of running) await container.remove();
    await mongo.stop();
  }
}

async function checkRunning(
  engine: Engine,
  env: Environments,
  start: (image: Image, env: Env) => Promise<RunningService>,
  say: Progress,
): Promise<void> {
  const services = [];
  for (const [image, variables] of [
    [authImage, env.auth],
    [pagesImage, env.pages],
    [ticketsImage, env.tickets],
    [webImage, env.web],
  ] as const) {
    const service = await start(image, variables);
    services.push({ image, env: variables, service, readyAfter: await service.ready() });
  }
  const [auth, pages, tickets, web] = [env.auth, env.pages, env.tickets, env.web].map(
    ({ PORT }) => `http://127.0.0.1:${PORT}`,
  );
  await signUpAndMakeTicket({ auth: auth!, pages: pages!, tickets: tickets!, web: web! });
  say('signed somebody up, made a ticket and saw it on a page');

  for (const { image, service, env, readyAfter } of services) {
    await assertUnprivileged(service.container, image);
    const { megabytes, packages } = await inspectContents(service.container, image);
    const size = `${await engine.sizeOf(image)} with its base, ${megabytes} MB without`;
    const ended = await service.terminate();
    const short = await (await start(image, env)).terminateAtOnce();
    say(
      `${image.name}: ${size}; ${packages.length} packages; ready after ${readyAfter} ms; ` +
        `ended ${ended} ms after SIGTERM, and ${short} ms after the start when told at once`,
    );
  }
}

/** All services on free ports of the loopback address, the others with the public half of auth's key and following auth's revocations. */
async function environments(mongoUri: string): Promise<Environments> {
  const [
    port,
    internalPort,
    pagesPort,
    pagesInternalPort,
    ticketsPort,
    ticketsInternalPort,
    webPort,
    webInternalPort,
  ] = (await freePorts(8)).map(String);
  const jwtKey = newPrivateKey('ES256');
  const shared = {
    HOST: '127.0.0.1',
    ...serviceKeys(jwtKey),
    // Over plain http nothing else is kept by cookie-session.
    COOKIE_SECURE: 'false',
  };
  const auth = {
    ...shared,
    JWT_KEY: jwtKey,
    PORT: port!,
    INTERNAL_PORT: internalPort!,
    MONGO_URI: `${mongoUri}auth`,
  };
  const followers = { ...shared, REVOCATIONS_URL: `http://127.0.0.1:${internalPort}/revocations` };
  const pages = {
    ...followers,
    PORT: pagesPort!,
    INTERNAL_PORT: pagesInternalPort!,
    AUTH_URL: `http://127.0.0.1:${port}`,
  };
  const tickets = {
    ...followers,
    PORT: ticketsPort!,
    INTERNAL_PORT: ticketsInternalPort!,
    MONGO_URI: `${mongoUri}tickets`,
  };
  const web = {
    ...followers,
    PORT: webPort!,
    INTERNAL_PORT: webInternalPort!,
    AUTH_URL: `http://127.0.0.1:${port}`,
    TICKETS_URL: `http://127.0.0.1:${ticketsPort}`,
  };
  return { auth, pages, tickets, web };
}
