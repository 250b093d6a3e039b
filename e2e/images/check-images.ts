import { freePorts } from '@latchkey/tools/dist/ports';
import { serviceKeys } from '@latchkey/tools/dist/local/service-keys';
import { startMongo } from '@latchkey/tools/dist/mongo';
import { withHeartbeat } from '@latchkey/tools/dist/mongo/heartbeat';
import { type Progress } from '@latchkey/tools/dist/mongo/program';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import { inspectContents } from './contents';
import { type Engine } from './engine';
import { authImage, gateImage, pagesImage, ticketsImage, webImage, type Image } from './images';
import { assertUnprivileged } from './privileges';
import { startImage, type RunningService } from './running-service';
import { signUpAndMakeTicket } from './tour';

type Env = Readonly<Record<string, string>> & { readonly PORT: string; readonly INTERNAL_PORT: string };

interface Environments {
  readonly auth: Env;
  readonly gate: Env;
  readonly pages: Env;
  readonly tickets: Env;
  readonly web: Env;
}

/**
 * Builds the images, runs them together as a cluster would, on a real database, and ends them.
 * @throws Error about the first thing that is not as it is to be
 */
export async function checkImages(engine: Engine, say: Progress): Promise<void> {
  for (const image of [authImage, gateImage, pagesImage, ticketsImage, webImage]) {
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
    [gateImage, env.gate],
    [pagesImage, env.pages],
    [ticketsImage, env.tickets],
    [webImage, env.web],
  ] as const) {
    const service = await start(image, variables);
    services.push({ image, env: variables, service, readyAfter: await service.ready() });
  }
  const at = ({ PORT }: Env) => `http://127.0.0.1:${PORT}`;
  const { auth, gate, pages, tickets, web } = env;
  await signUpAndMakeTicket({
    auth: at(auth),
    gate: at(gate),
    pages: at(pages),
    tickets: at(tickets),
    web: at(web),
  });
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
  const ports = (await freePorts(10)).map(String);
  const pair = () => ({ PORT: ports.pop()!, INTERNAL_PORT: ports.pop()! });
  const jwtKey = newPrivateKey('ES256');
  const shared = {
    HOST: '127.0.0.1',
    ...serviceKeys(jwtKey),
    // Over plain http nothing else is kept by cookie-session.
    COOKIE_SECURE: 'false',
  };
  const auth = { ...shared, ...pair(), JWT_KEY: jwtKey, MONGO_URI: `${mongoUri}auth` };
  const authUrl = `http://127.0.0.1:${auth.PORT}`;
  const followers = { ...shared, REVOCATIONS_URL: `http://127.0.0.1:${auth.INTERNAL_PORT}/revocations` };
  const gate = { ...followers, ...pair(), POLICIES_FILE: gateImage.mount!.at, PUBLIC_URL: authUrl };
  const pages = { ...followers, ...pair(), AUTH_URL: authUrl };
  const tickets = { ...followers, ...pair(), MONGO_URI: `${mongoUri}tickets` };
  const ticketsUrl = `http://127.0.0.1:${tickets.PORT}`;
  const web = { ...followers, ...pair(), AUTH_URL: authUrl, TICKETS_URL: ticketsUrl };
  return { auth, gate, pages, tickets, web };
}
