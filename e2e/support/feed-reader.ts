import type { Program } from './program';
import { until } from './until';

/** The stream of a source, as a follower that only listens has it. */
export interface OpenStream {
  readonly status: number;
  /** What was received until now. */
  readonly text: () => string;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/** Asks a source for its stream, from a position if there is one. */
export async function openStream({ internalPort }: Program, position?: string): Promise<OpenStream> {
  const leaving = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${internalPort}/revocations`, {
    headers: position === undefined ? {} : { 'Last-Event-ID': position },
    signal: leaving.signal,
  });
  let [text, isOpen] = ['', true];
  const take = new WritableStream<string>({ write: (piece) => void (text += piece) });
  void answer
    .body!.pipeThrough(new TextDecoderStream())
    .pipeTo(take)
    .catch(() => undefined)
    .then(() => (isOpen = false));
  return {
    status: answer.status,
    text: () => text,
    isOpen: () => isOpen,
    close: () => leaving.abort(),
  };
}

/** What a source answers to a request for the stream, up to its first as-of. */
export interface FirstEvents {
  readonly status: number;
  /** Up to the first as-of; empty where it was refused. */
  readonly text: string;
  /** The id of that as-of. */
  readonly position: string | undefined;
}

/** Asks a source for its stream, from a position if there is one, and leaves at the first as-of. */
export async function readStream(source: Program, position?: string): Promise<FirstEvents> {
  const { status, text, isOpen, close } = await openStream(source, position);
  try {
    if (status !== 200) return { status, text: '', position: undefined };
    await until(
      () => 'the stream tells an as-of',
      text,
      (seen) => /event: as-of\n[^]*\n\n/.test(seen) || !isOpen(),
    );
    return { status, text: text(), position: /^id: (.+)$/m.exec(text())?.[1] };
  } finally {
    close();
  }
}
