import { availableParallelism, cpus, loadavg } from 'node:os';

/** The Node and the machine that figures come from: ratios last, absolute figures do not. */
export function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const [lastMinute = 0] = loadavg();
  return `Node ${process.version}, ${availableParallelism()} cores (${model}), load before the start ${lastMinute.toFixed(2)}`;
}
