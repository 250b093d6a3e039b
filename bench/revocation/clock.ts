/** Milliseconds on the system's monotonic clock, which the processes of a machine share; Date's can be set meanwhile. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
