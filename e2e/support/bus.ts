import { startNats, type RunningNats } from '@latchkey/tools/dist/nats';

/** A NATS that can be ended and started again, on the same port and with the same users, but with an empty store. */
export interface Bus extends Pick<RunningNats, 'port' | 'url'> {
  start(): Promise<void>;
  kill(): Promise<void>;
}

export async function startBus(): Promise<Bus> {
  let nats = await startNats();
  const { port, passwords } = nats;
  return {
    port,
    url: (user, at) => nats.url(user, at),
    async start() {
      nats = await startNats({ port, passwords });
    },
    kill: () => nats.kill(),
  };
}
