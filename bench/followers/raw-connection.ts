import { connect, type Socket } from 'node:net';
import { encodeRequest, type RawRequest } from '../lib/http.js';

/** The head of an answer. */
export interface RawHead {
  readonly status: number;
  /** In seconds. */
  readonly retryAfter: number | undefined;
}

/** Takes an answer. */
export interface RawReader {
  head(head: RawHead): void;
  /** More of the body, in HTTP's chunks as it came; the bytes are another's after the call. */
  body(bytes: Buffer): void;
  /** The answer has ended, and the connection stands for another request. */
  end?(): void;
}

/** Takes what becomes of a connection. */
export interface RawConnectionSink {
  counted(bytes: number): void;
  over(): void;
}

/** One connection, which costs its process as little as Node allows: nothing is decoded. */
export interface RawConnection {
  /** Asks; only once what was asked before has ended. */
  ask(request: RawRequest, reader: RawReader): void;
  /** Ends it without the minute that a port waits after an orderly end: thousands end at once. */
  close(): void;
}

/** One for all connections of a process: each is read to its end before the next one is. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/** Opens a connection to 127.0.0.1; it ends when nothing comes for so many ms. */
export function openRaw(port: number, sink: RawConnectionSink, timeoutMs: number): RawConnection {
  let receive: (bytes: Buffer) => void = () => undefined;
  const callback = (length: number) => {
    sink.counted(length);
    receive(shared.subarray(0, length));
    return true;
  };
  const onread = { buffer: shared, callback };
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
  socket.setTimeout(timeoutMs, () => socket.destroy());
  // `close` follows.
  socket.on('error', () => undefined).once('close', () => sink.over());
  return {
    ask(request, reader) {
      receive = readAnswer(reader);
      // Before it is connected, the socket keeps it.
      socket.write(encodeRequest(request));
    },
    close: () => void socket.resetAndDestroy(),
  };
}

function readAnswer(reader: RawReader): (bytes: Buffer) => void {
  let head: Buffer | undefined = Buffer.alloc(0);
  /** How much of the body is still to come; undefined where chunks tell. */
  let missing: number | undefined;

  function readBody(bytes: Buffer): void {
    reader.body(bytes);
    if (missing !== undefined) missing -= bytes.length;
    const isOver = missing === undefined ? bytes.subarray(-LAST_CHUNK.length).equals(END) : missing <= 0;
    if (isOver) reader.end?.();
  }

  return (bytes) => {
    if (head === undefined) return readBody(bytes);
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf(HEAD_END);
    if (end === -1) return;
    const [text, rest] = [head.toString('latin1', 0, end), head.subarray(end + HEAD_END.length)];
    head = undefined;
    const length = numberIn(text, 'content-length');
    if (!/\r\ntransfer-encoding: *chunked/i.test(text)) missing = length ?? Infinity;
    reader.head({ status: Number(text.slice(9, 12)), retryAfter: numberIn(text, 'retry-after') });
    if (rest.length > 0 || missing === 0) readBody(rest);
  };
}

const END = Buffer.from(LAST_CHUNK);

function numberIn(head: string, name: string): number | undefined {
  const digits = new RegExp(`\\r\\n${name}: *(\\d+)`, 'i').exec(head)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
