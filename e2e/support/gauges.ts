import type { Program } from './program';

/** Reads a figure of a program's metrics. @returns NaN without it, and without an answer */
export async function gaugeOf({ internalPort }: Program, name: string): Promise<number> {
  const metrics = await fetch(`http://127.0.0.1:${internalPort}/metrics`).then(
    (answer) => answer.text(),
    () => '',
  );
  return Number(new RegExp(`^${name}(?:{.*})? (.*)$`, 'm').exec(metrics)?.[1]);
}
