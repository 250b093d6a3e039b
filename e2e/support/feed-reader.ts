import type { Program } from './program';

/** What a source answers to a request for the stream, up to its first as-of. */
export interface FirstEvents {
  readonly status: number;
  /** Up to the end of the first as-of; empty where it was refused. */
  readonly text: string;
  /** The id of that as-of. */
  readonly position: string | undefined;
}

/** Asks a source for its stream, from a position if there is one, and leaves at the first as-of. */
export async function readStream({ internalPort }: Program, position?: string): Promise<FirstEvents> {
  const leaving = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${internalPort}/revocations`, {
    headers: position === undefined ? {} : { 'Last-Event-ID': position },
    signal: leaving.signal,
  });
  try {
    const text = answer.status === 200 ? await readUntilAsOf(answer) : '';
    return { status: answer.status, text, position: /^id: (.+)$/m.exec(text)?.[1] };
  } finally {
    leaving.abort();
  }
}

async function readUntilAsOf(answer: Response): Promise<string> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!/event: as-of\n[^]*\n\n/.test(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended before an as-of: ${text}`);
    text += value;
  }
  return text;
}
