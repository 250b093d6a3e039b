import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { drain, listen } from '../../src/server';

let server: Server;
const start = async (options = {}) => {
  server = await listen((_req, res) => void res.end('served'), 0, '127.0.0.1', options);
  return (server.address() as AddressInfo).port;
};
afterEach(() => (server.listening ? drain(server, 0) : undefined));

describe('drain', () => {
  it.each([-1, 600_001, NaN, Infinity])(
    'refuses a timeout of %d ms, and goes on serving',
    async (timeoutMs) => {
      await start();
      await expect(drain(server, timeoutMs)).rejects.toThrow(
        new RangeError('the timeout of drain must be 0 to 600000 ms'),
      );
      expect(server.listening).toBe(true);
      await drain(server, 0);
      expect(server.listening).toBe(false);
    },
  );

  it('leaves a websocket open until the timeout, and then cuts it', async () => {
    const port = await start();
    const websockets = new WebSocketServer({ server });
    websockets.on('connection', (websocket) => websocket.on('message', (data) => websocket.send(data)));
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(client, 'open');
    const closed = once(client, 'close');
    const drained = drain(server, 300);
    client.send('still there');
    expect(String((await once(client, 'message'))[0])).toBe('still there');
    await drained;
    expect(await closed).toEqual([1006, expect.anything()]);
  });
});

describe('listen', () => {
  const ask = async (port: number, head: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\n${head}\r\n\r\n`);
    return text(socket);
  };

  it.each(['Host: a.example\r\nHost: a.example', 'Host: a.example\r\nX: y\r\nhOST: b.example'])(
    'refuses two hosts: %j',
    async (head) => {
      const answer = await ask(await start(), head);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"several_hosts"');
      expect(answer).not.toContain('served');
    },
  );

  it('serves one host', async () => {
    expect(await ask(await start(), 'Host: a.example\r\nConnection: close')).toMatch(/served$/);
  });

  it('closes an idle connection when its time has come', async () => {
    const port = await start({ keepAliveTimeout: 50 });
    expect(await ask(port, 'Host: a.example')).toContain('Keep-Alive: timeout=');
  });
});
