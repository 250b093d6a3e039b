import { createAuthentication } from '@latchkey/common';
import { estimate, type Estimate } from '../lib/stats.js';
import { formatEstimate, formatTable } from '../lib/table.js';
import { allClaims, credentialMaker } from './tokens.js';

/** What Express calls, as far as this needs it. */
type Middleware = (req: never, res: never, next: (error?: unknown) => void) => unknown;

export interface FunctionRow {
  readonly name: string;
  readonly microseconds: Estimate;
}

const CALLS = 100_000;
const WARM_UP_ROUNDS = 3;

/**
 * Times middleware by itself, without HTTP, with a token that is remembered: many calls in a row, in rounds, in turn.
 * @param env has JWT_KEY
 * @throws Error when one does not let its user through
 */
export async function measureFunctions(env: NodeJS.ProcessEnv, rounds: number): Promise<FunctionRow[]> {
  const { requireAuth, requireStepUp } = createAuthentication({ jwtKey: String(env.JWT_KEY) });
  const middlewares: readonly (readonly [name: string, middleware: Middleware])[] = [
    ['bare: calls next', (_req, _res, next) => next()],
    ['requireAuth', requireAuth],
    ['requireStepUp', requireStepUp({ maxAge: '1h', acr: 'aal2' })],
  ];
  const cookie = await credentialMaker(env).cookie(undefined, allClaims());
  const times = middlewares.map((): number[] => []);
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    middlewares.forEach(([name, middleware], i) => {
      const time = timeOf(name, middleware, cookie);
      if (round >= 0) times[i]!.push(time);
    });
  }
  return middlewares.map(([name], i) => ({ name, microseconds: estimate(times[i]!) }));
}

/** @returns microseconds of one call */
function timeOf(name: string, middleware: Middleware, cookie: string): number {
  let passed = 0;
  const next = (error?: unknown) => {
    if (error === undefined) passed += 1;
  };
  const start = process.hrtime.bigint();
  for (let call = 0; call < CALLS; call++) {
    // A request of its own each time: a middleware judges one only once.
    middleware({ method: 'GET', headers: { cookie } } as never, {} as never, next);
  }
  const nanoseconds = Number(process.hrtime.bigint() - start);
  if (passed !== CALLS) throw new Error(`${name} let ${passed} of ${CALLS} through at once`);
  return nanoseconds / CALLS / 1000;
}

export function formatFunctions(rows: readonly FunctionRow[]): string {
  const cells = rows.map(({ name, microseconds }) => [name, formatEstimate(microseconds, 2)]);
  return formatTable(['as a function', 'µs'], cells);
}
