import { connect, type Socket } from 'node:net';
import { encodeRequest, type RawRequest } from '../lib/http.js';

/** The head of an answer. */
export interface RawHead {
  readonly status: number;
  /** In seconds. */
  readonly retryAfter: number | undefined;
  readonly isChunked: boolean;
}

/** Who is told of an answer. */
export interface RawReader {
  head(head: RawHead): void;
  /** More of the body, in HTTP's chunks as it came; the bytes are another's after the call. */
  body(bytes: Buffer): void;
  /** The connection is over; without a head if it was refused. */
  over(): void;
}

/** One for all sockets of a process: each is read to its end before the next one is. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);
const HEAD_END = '\r\n\r\n';

/**
 * Sends one request over a connection of its own. It costs its process as little as Node allows: all connections read into
 * one buffer, and nothing is decoded.
 * @param counted called with how many bytes came
 */
export function sendRaw(
  port: number,
  request: RawRequest,
  reader: RawReader,
  counted: (bytes: number) => void,
): Socket {
  let head: Buffer | undefined = Buffer.alloc(0);

  function receive(length: number): boolean {
    counted(length);
    const bytes = shared.subarray(0, length);
    if (head === undefined) reader.body(bytes);
    else receiveHead(bytes);
    return true;
  }

  function receiveHead(bytes: Buffer): void {
    head = Buffer.concat([head!, bytes]);
    const end = head.indexOf(HEAD_END);
    if (end === -1) return;
    const [text, rest] = [head.toString('latin1', 0, end), head.subarray(end + HEAD_END.length)];
    head = undefined;
    reader.head(readHead(text));
    if (rest.length > 0) reader.body(rest);
  }

  const onread = { buffer: shared, callback: receive };
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
  socket.once('connect', () => socket.write(encodeRequest(request)));
  // `close` follows.
  socket.on('error', () => undefined).once('close', () => reader.over());
  return socket;
}

function readHead(text: string): RawHead {
  const retryAfter = /\r\nretry-after: *(\d+)/i.exec(text)?.[1];
  return {
    status: Number(text.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)),
    retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
    isChunked: /\r\ntransfer-encoding: *chunked/i.test(text),
  };
}
