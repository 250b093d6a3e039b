import { connect } from 'node:net';
import { createPieces } from './pieces.js';
import type { RawFollower, RawSink } from './sse-follower.js';

const LIVE = 'revocations.live.>';
const PING = 'PING\r\n';

/**
 * Follows the live messages of the bucket by NATS's own protocol (docs.nats.io, "Client Protocol").
 * @param url `nats://user:password@127.0.0.1:4222`
 */
export function followNats(url: URL, sink: RawSink): RawFollower {
  let isClosed = false;
  let refusal: string | undefined;
  const socket = connect({ port: Number(url.port), host: '127.0.0.1', noDelay: true });
  const read = createPieces('\r\n', (bytes) => {
    if (bytes.includes('-ERR')) refusal = bytes.toString();
    // Short, where a message could hold the same text.
    if (bytes.length < 64 && bytes.includes(PING)) socket.write('PONG\r\n');
    sink.piece(bytes);
  });
  socket.on('data', (bytes) => {
    sink.counted(bytes.length);
    read(bytes);
  });
  socket.once('connect', () => socket.write(introduction(url)));
  // `close` follows.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    if (!isClosed) sink.over(refusal ?? 'a connection to NATS ended');
  });
  return {
    close() {
      isClosed = true;
      socket.resetAndDestroy();
    },
  };
}

function introduction({ username, password }: URL): string {
  const options = {
    ...{ verbose: false, pedantic: false, headers: true, lang: 'raw', version: '0', protocol: 1 },
    ...{ name: 'bench:fanout', user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  };
  return `CONNECT ${JSON.stringify(options)}\r\nSUB ${LIVE} 1\r\n${PING}`;
}
