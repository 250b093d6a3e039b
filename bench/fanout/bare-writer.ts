import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { now } from '../revocation/clock.js';

/** The baseline: nothing but Node's HTTP server, that writes one text to every open answer when its parent says so. */
const answers = new Set<ServerResponse>();
const server = createServer((_req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  res.write('event: as-of\ndata: {"at":1}\n\n');
  answers.add(res);
  res.once('close', () => answers.delete(res));
}).listen(0, '127.0.0.1', 2048);
await once(server, 'listening');

process.on('disconnect', () => process.exit());
process.on('message', (text: string) => {
  const began = now();
  for (const res of answers) res.write(text);
  process.send!({ began });
});
process.send!({ port: (server.address() as AddressInfo).port });
