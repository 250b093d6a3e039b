import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a verdict says of a token. */
export type Verdict = 'live' | 'revoked' | 'unavailable';

interface Token {
  readonly sub: string;
  readonly sid: string;
  readonly gen: number;
}

/** What a follower holds and says. */
export interface Expected {
  readonly asOf?: number | null;
  readonly ready?: boolean;
  readonly connected?: boolean;
  readonly entries?: number;
  readonly verdicts?: readonly (Token & { readonly verdict: Verdict })[];
}

interface Numbered {
  /** Of a request, from 1. */
  readonly n: number;
}

/** What is given or expected at a moment, in ms since the start: one of these. */
export interface Step {
  readonly at: number;
  readonly request?: Numbered & {
    readonly path: string;
    readonly lastEventId?: string;
    readonly token?: string;
  };
  readonly answer?: Numbered & {
    readonly status: number;
    readonly type?: string;
    readonly retryAfter?: string;
  };
  readonly send?: Numbered & { readonly text: string; readonly repeat?: number };
  readonly end?: Numbered;
  readonly fail?: Numbered;
  readonly clock?: { readonly by: number };
  readonly close?: true;
  readonly closed?: Numbered;
  readonly expect?: Expected;
}

export interface Scenario {
  readonly name: string;
  readonly onOutage: 'allow' | 'deny';
  readonly token?: string;
  /** What every random number is, or each one in turn, the last again and again. */
  readonly random: number | readonly number[];
  readonly steps: readonly Step[];
}

const file = join(__dirname, '../../../../docs/feed-vectors/follow.json');

/** The scenarios of docs/feed-vectors/follow.json, and the wall clock at their start, in ms since 1970. */
export const { now, scenarios } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly now: number;
  readonly scenarios: readonly Scenario[];
};
