import { load, type LoadResult } from '../lib/load.js';
import { workForParent } from '../lib/worker.js';
import { signInRequest } from './people.js';

export interface FloodOrder {
  readonly port: number;
  /** Sign-ins sent a second, whether they are served or not. */
  readonly perSecond: number;
  readonly seconds: number;
}

/** More than a replica of two cores has places, so that there is always one more that has to be refused. */
const MAX_OPEN = 512;
/** No address that the rest of the bench has. */
let turn = 2_000_000;

/** Sends a flood of sign-ins, each from another address, in a process of its own: its event loop is nobody else's. */
workForParent((order: FloodOrder): Promise<LoadResult> =>
  load({ ...order, connections: MAX_OPEN, nextRequest: () => signInRequest(turn++) }),
);
