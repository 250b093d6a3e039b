import { randomBytes } from 'node:crypto';
import { freePorts } from '../local/ports';
import { startMongo } from '../mongo';
import { withHeartbeat } from '../mongo/heartbeat';
import { type Progress } from '../mongo/program';
import { inspectContents } from './contents';
import { type Engine } from './engine';
import { authImage, ticketsImage, type Image } from './images';
import { assertUnprivileged } from './privileges';
import { startImage, type RunningService } from './running-service';
import { signUpAndMakeTicket } from './tour';

type Env = Readonly<Record<string, string>> & { readonly PORT: string; readonly INTERNAL_PORT: string };

/**
 * Builds the images, runs them together as a cluster would, on a real database, and ends them.
 * @throws Error about the first thing that is not as it is to be
 */
export async function checkImages(engine: Engine, say: Progress): Promise<void> {
  for (const image of [authImage, ticketsImage]) {
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
  env: { readonly auth: Env; readonly tickets: Env },
  start: (image: Image, env: Env) => Promise<RunningService>,
  say: Progress,
): Promise<void> {
  const auth = await start(authImage, env.auth);
  const readyAfter = [await auth.ready()];
  const tickets = await start(ticketsImage, env.tickets);
  readyAfter.push(await tickets.ready());
  await signUpAndMakeTicket(`http://127.0.0.1:${env.auth.PORT}`, `http://127.0.0.1:${env.tickets.PORT}`);
  say('signed somebody up and made a ticket');

  const services = [
    { image: authImage, env: env.auth, service: auth },
    { image: ticketsImage, env: env.tickets, service: tickets },
  ];
  for (const [index, { image, service, env }] of services.entries()) {
    await assertUnprivileged(service.container, image);
    const { megabytes, packages } = await inspectContents(service.container, image);
    const size = `${await engine.sizeOf(image)} with its base, ${megabytes} MB without`;
    const ended = await service.terminate();
    const short = await (await start(image, env)).terminateAtOnce();
    say(
      `${image.name}: ${size}; ${packages.length} packages; ready after ${readyAfter[index]} ms; ` +
        `ended ${ended} ms after SIGTERM, and ${short} ms after the start when told at once`,
    );
  }
}

/** Both services on free ports of the loopback address, sharing a key, and tickets following auth's revocations. */
async function environments(mongoUri: string): Promise<{ auth: Env; tickets: Env }> {
  const [port, internalPort, ticketsPort, ticketsInternalPort] = (await freePorts(4)).map(String);
  const shared = {
    HOST: '127.0.0.1',
    JWT_KEY: randomBytes(48).toString('base64url'),
    // Over plain http nothing else is kept by cookie-session.
    COOKIE_SECURE: 'false',
  };
  const auth = { ...shared, PORT: port!, INTERNAL_PORT: internalPort!, MONGO_URI: `${mongoUri}auth` };
  const tickets = {
    ...shared,
    PORT: ticketsPort!,
    INTERNAL_PORT: ticketsInternalPort!,
    MONGO_URI: `${mongoUri}tickets`,
    REVOCATIONS_URL: `http://127.0.0.1:${internalPort}/revocations`,
  };
  return { auth, tickets };
}
