import type { Answer, Connect } from '../../../src/revocations/feeds/http/ask';
import { createScriptedBody } from './scripted-body';

/** A request of a follower, and what becomes of it. */
export interface ScriptedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When it was made, in ms since the start. */
  readonly at: number;
  /** When the follower closed it. */
  closedAt?: number;
  answer(answer: Pick<Answer, 'status' | 'type' | 'retryAfter'>): void;
  send(text: string): void;
  end(): void;
  fail(): void;
}

/** A source that answers what a test says. */
export interface ScriptedSource {
  readonly connect: Connect;
  readonly requests: readonly ScriptedRequest[];
}

/** @param now ms since the start */
export function createScriptedSource(now: () => number): ScriptedSource {
  const requests: ScriptedRequest[] = [];
  const connect: Connect = (signal) => ({
    ask: (url, headers) =>
      new Promise((resolve, reject) => {
        const asked = { path: url.pathname + url.search, headers, at: now() };
        requests.push(createRequest(asked, { resolve, reject }, signal, now));
      }),
    close: () => undefined,
  });
  return { connect, requests };
}

function createRequest(
  asked: Pick<ScriptedRequest, 'path' | 'headers' | 'at'>,
  answered: { resolve: (answer: Answer) => void; reject: (error: Error) => void },
  signal: AbortSignal,
  now: () => number,
): ScriptedRequest {
  const body = createScriptedBody();
  let isOver = false;
  const finish = (how: () => void) => {
    if (!isOver) how();
    isOver = true;
  };
  const close = () => finish(() => (request.closedAt = now()));
  const fail = (error: Error) => {
    answered.reject(error);
    body.fail(error);
  };
  const request: ScriptedRequest = {
    ...asked,
    answer(answer) {
      if (answer.status !== 200) finish(() => undefined);
      answered.resolve({ ...answer, body: body.read(close), close });
    },
    send: (text) => body.send(text),
    end: () => finish(() => body.end()),
    fail: () => finish(() => fail(new Error('the connection broke'))),
  };
  signal.addEventListener('abort', () => {
    close();
    fail(signal.reason as Error);
  });
  return request;
}
