import fc from 'fast-check';
import { MOMENTS, type Moment } from './source';

/** What takes no time. Numbers of replicas and followers are taken modulo how many there are. */
export type Instant =
  | { readonly do: 'ban'; readonly source: number }
  | { readonly do: 'begin ban'; readonly source: number }
  | { readonly do: 'acknowledge' }
  | { readonly do: 'fail over'; readonly clockError: number; readonly isLost: boolean }
  | { readonly do: 'set back'; readonly by: number }
  | { readonly do: 'restore'; readonly age: number; readonly clockError: number }
  | { readonly do: 'restart'; readonly source: number }
  | { readonly do: 'snapshot'; readonly source: number }
  | { readonly do: 'as-of'; readonly source: number }
  | { readonly do: 'connect'; readonly follower: number; readonly source: number; readonly other: number }
  | { readonly do: 'disconnect'; readonly follower: number };

export interface Read {
  readonly do: 'read';
  readonly source: number;
  readonly isWhole: boolean;
  readonly isFaulty: boolean;
  readonly meanwhile: readonly (readonly [Moment, Instant])[];
}

export type Command =
  | Instant
  | Read
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'set forward'; readonly by: number };

const source = fc.nat(2);
const follower = fc.nat(4);
/** Often just beyond the 30 s by which reads overlap. */
const clockError = fc.oneof(
  fc.integer({ min: -60_000, max: 60_000 }),
  fc.integer({ min: -33_000, max: -30_000 }),
);

const act = <Name extends string, Fields extends object>(
  name: Name,
  fields: { [K in keyof Fields]: fc.Arbitrary<Fields[K]> },
) => fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<{ do: Name } & Fields>;

const instant: fc.Arbitrary<Instant> = fc.oneof(
  { weight: 5, arbitrary: act('ban', { source }) },
  { weight: 2, arbitrary: act('begin ban', { source }) },
  { weight: 2, arbitrary: act('acknowledge', {}) },
  { weight: 2, arbitrary: act('fail over', { clockError, isLost: fc.boolean() }) },
  { weight: 1, arbitrary: act('set back', { by: fc.integer({ min: 20_000, max: 60_000 }) }) },
  { weight: 1, arbitrary: act('restore', { age: fc.integer({ min: 0, max: 600_000 }), clockError }) },
  { weight: 1, arbitrary: act('restart', { source }) },
  { weight: 1, arbitrary: act('snapshot', { source }) },
  { weight: 4, arbitrary: act('as-of', { source }) },
  { weight: 6, arbitrary: act('connect', { follower, source, other: source }) },
  { weight: 2, arbitrary: act('disconnect', { follower }) },
);

const read: fc.Arbitrary<Read> = act('read', {
  source,
  isWhole: fc.boolean(),
  isFaulty: fc.nat(9).map((n) => n === 0),
  meanwhile: fc.array(fc.tuple(fc.constantFrom(...MOMENTS), instant), { maxLength: 3 }),
});

const setForward = act('set forward', { by: fc.nat(60_000) });
const pass = act('pass', { ms: fc.oneof(fc.nat(2_000), fc.nat(40_000)) });

/** Lists of what happens, one after the other; some of it in the middle of a read. */
export const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    { weight: 16, arbitrary: instant },
    { weight: 12, arbitrary: read },
    { weight: 8, arbitrary: pass },
    { weight: 1, arbitrary: setForward },
  ),
  { maxLength: 60, size: 'max' },
);
