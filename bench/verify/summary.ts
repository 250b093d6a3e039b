import { spread, type Spread } from '../lib/stats.js';
import { BARE } from './contestants.js';
import { type Measurement, type Round } from './measure.js';

/** The figures of one contestant, each over all rounds; those against the bare route compare within a round. */
export interface Summary {
  readonly name: string;
  readonly rate: Spread;
  readonly ofBare: Spread;
  readonly cpuUs: Spread;
  readonly addedCpuUs: Spread;
  readonly authCpuUs: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  readonly p99OfBare: Spread;
  readonly generatorBusy: Spread;
}

export function summarize(rounds: readonly Round[], name: string): Summary {
  const over = (figure: (own: Measurement, bare: Measurement) => number) =>
    compare(rounds, name, BARE, figure);
  return {
    name,
    rate: over((own) => own.rate),
    ofBare: over((own, bare) => own.rate / bare.rate),
    cpuUs: over((own) => own.cpuUs),
    addedCpuUs: over((own, bare) => own.cpuUs - bare.cpuUs),
    authCpuUs: over((own) => own.authCpuUs),
    p50Ms: over((own) => own.p50Ms),
    p99Ms: over((own) => own.p99Ms),
    p99OfBare: over((own, bare) => own.p99Ms / bare.p99Ms),
    generatorBusy: over((own) => own.generatorBusy),
  };
}

/** A figure of two contestants, compared within each round. */
export function compare(
  rounds: readonly Round[],
  one: string,
  other: string,
  figure: (one: Measurement, other: Measurement) => number,
): Spread {
  return spread(rounds.map((round) => figure(measurementOf(round, one), measurementOf(round, other))));
}

function measurementOf(round: Round, name: string): Measurement {
  const measurement = round.get(name);
  if (!measurement) throw new Error(`${name} was not measured`);
  return measurement;
}
