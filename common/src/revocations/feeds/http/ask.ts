import { Agent, get as getByHttp, type IncomingMessage } from 'http';
import { Agent as TlsAgent, get as getByHttps } from 'https';
import { pipeline, type Readable } from 'stream';
import { createGunzip } from 'zlib';

/** What a source answers. */
export interface Answer {
  readonly status: number;
  /** `Content-Type`. */
  readonly type: string | undefined;
  readonly retryAfter: string | undefined;
  /** Decompressed. To stop reading closes the answer. */
  readonly body: AsyncIterable<string>;
  /** For an answer whose body is not read. */
  close(): void;
}

/** Sends a GET. @returns a promise that rejects when there is no answer */
export type Ask = (url: URL, headers: Readonly<Record<string, string>>) => Promise<Answer>;

/** The connection of one attempt: all its requests reach the same source, where nothing in between decides otherwise. */
export interface AskedConnection {
  readonly ask: Ask;
  close(): void;
}

/** Makes the connection of one attempt, which ends at the latest when `signal` is aborted. */
export type Connect = (signal: AbortSignal) => AskedConnection;

/** Opens no connection before it is asked, and none that keeps the process alive. Redirects are not followed. */
export function connectByHttp(url: URL): Connect {
  const isTls = url.protocol === 'https:';
  const get = isTls ? getByHttps : getByHttp;
  return (signal) => {
    const agent = new (isTls ? TlsAgent : Agent)({ keepAlive: true, maxSockets: 1 });
    return {
      ask: (asked, headers) =>
        new Promise((resolve, reject) => {
          get(asked, { agent, headers, signal }, (response) => resolve(answerOf(response)))
            .on('socket', (socket) => socket.unref())
            .on('error', reject);
        }),
      close: () => agent.destroy(),
    };
  };
}

function answerOf(response: IncomingMessage): Answer {
  const { headers, statusCode } = response;
  return {
    status: statusCode ?? 0,
    type: headers['content-type'],
    retryAfter: headers['retry-after'],
    body: { [Symbol.asyncIterator]: () => textOf(response)[Symbol.asyncIterator]() },
    close: () => void response.on('error', () => undefined).destroy(),
  };
}

function textOf(response: IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') return response.setEncoding('utf8');
  // Its reader hears of an error of either.
  return pipeline(response, createGunzip(), () => undefined).setEncoding('utf8');
}
