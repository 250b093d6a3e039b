import { setTimeout as sleep } from 'node:timers/promises';
import { askHealth } from '../lib/ask-health.js';
import { encodeRequest } from '../lib/http.js';
import { openConnection } from '../revocation/bans/connection.js';
import { now } from '../revocation/clock.js';

/** Whom to ask from now on, or that the parent takes what there is. */
export type ProbeOrder =
  | 'take'
  | {
      readonly port: number;
      readonly internalPort: number;
      /** Of somebody who is signed in. */
      readonly cookie: string;
    };

/** The longest that others waited for an answer since it was taken before, in ms. */
export interface ProbeAnswer {
  readonly currentuser: number;
  readonly healthz: number;
}

const PAUSE_MS = 10;

/** Asks over and over, one at a time. @returns a function that takes the longest wait, and that of the question under way */
function watch(ask: () => Promise<void>): () => number {
  let longest = 0;
  let asked: number | undefined;
  const note = () => (longest = Math.max(longest, asked === undefined ? 0 : now() - asked));
  void (async () => {
    for (; ; await sleep(PAUSE_MS)) {
      asked = now();
      await ask();
      note();
      asked = undefined;
    }
  })();
  return () => {
    const taken = note();
    longest = 0;
    return taken;
  };
}

/** `/healthz` over a new connection each time, as a kubelet does, and `currentuser` over one that is kept. */
async function begin({ port, internalPort, cookie }: Exclude<ProbeOrder, 'take'>) {
  const connection = await openConnection(port);
  const request = encodeRequest({ path: '/api/users/currentuser', headers: { Cookie: cookie } });
  const currentuser = watch(async () => {
    const status = await connection.ask(request);
    if (status !== 200) throw new Error(`currentuser answered ${status}`);
  });
  return { currentuser, healthz: watch(() => askHealth(internalPort)) };
}

let watched: Awaited<ReturnType<typeof begin>> | undefined;

process.on('disconnect', () => process.exit());
process.on('message', async (order: ProbeOrder) => {
  if (order !== 'take') watched = await begin(order);
  process.send!({ currentuser: watched!.currentuser(), healthz: watched!.healthz() } satisfies ProbeAnswer);
});
process.send!('listening');
