/** A body that a test sends piece by piece. */
export interface ScriptedBody {
  send(text: string): void;
  end(): void;
  fail(error: Error): void;
  /** @param onEnd is called when its reader has ended, whatever the reason */
  read(onEnd: () => void): AsyncGenerator<string>;
}

export function createScriptedBody(): ScriptedBody {
  const pieces: (() => string | undefined)[] = [];
  let wake: () => void = () => undefined;
  const push = (piece: () => string | undefined) => {
    pieces.push(piece);
    wake();
  };
  return {
    send: (text) => push(() => text),
    end: () => push(() => undefined),
    fail(error) {
      push(() => {
        throw error;
      });
    },
    async *read(onEnd) {
      try {
        for (;;) {
          while (pieces.length === 0) await new Promise<void>((resolve) => (wake = resolve));
          const text = pieces.shift()!();
          if (text === undefined) return;
          yield text;
        }
      } finally {
        onEnd();
      }
    },
  };
}
