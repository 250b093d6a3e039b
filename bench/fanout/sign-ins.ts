import { loadForParent } from '../lib/steady-load.js';
import { signInRequest } from '../signin/people.js';

/** Twice the cores of a small machine: each waits for a hash. */
const CONNECTIONS = 6;

let turn = 3_000_000;
loadForParent(CONNECTIONS, () => () => signInRequest(turn++));
