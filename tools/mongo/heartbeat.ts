import { type Progress } from './program';

const SILENT_MS = 2_000;
const BEAT_MS = 10_000;

/** Does the work; when it takes over two seconds, says so, says every ten seconds that it goes on, and when it is done. */
export async function withHeartbeat<T>(what: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  let beat: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    progress(`${what}…`);
    beat = setInterval(() => progress(`${what}… (${seconds()} s)`), BEAT_MS);
  }, SILENT_MS);
  try {
    const result = await work();
    if (beat) progress(`${what}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(beat);
  }
}
