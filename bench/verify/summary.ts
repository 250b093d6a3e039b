import { estimate, type Estimate } from '../lib/stats.js';
import { BARE } from './contestants.js';
import { pairName, type Measurement, type Round } from './measure.js';

/** The figures of one contestant, each over all rounds; those against the bare route compare within a pair. */
export interface Summary {
  readonly name: string;
  readonly rate: Estimate;
  readonly ofBare: Estimate;
  readonly cpuUs: Estimate;
  readonly addedCpuUs: Estimate;
  readonly authCpuUs: Estimate;
  readonly p50Ms: Estimate;
  readonly p99Ms: Estimate;
  readonly p99OfBare: Estimate;
  readonly generatorBusy: Estimate;
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

/** A figure of two contestants that stand beside each other, compared within each pair. */
export function compare(
  rounds: readonly Round[],
  own: string,
  other: string,
  figure: (own: Measurement, other: Measurement) => number,
): Estimate {
  return estimate(
    rounds.map((round) => {
      const pair = round.get(pairName(own, other));
      if (!pair) throw new Error(`${pairName(own, other)} was not measured`);
      return figure(pair.own, pair.other);
    }),
  );
}
