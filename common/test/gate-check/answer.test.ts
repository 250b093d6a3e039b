import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readAnswer } from '../../src/gate-check/answer';
import { exchange } from '../../src/gate-check/exchange';
import { served } from '../support/guarded-proxy';

const read = (text: string, method = 'GET') => {
  const answer = readAnswer(text, method);
  return answer && [answer.status, answer.body, answer.isWhole];
};

describe('an answer is read', () => {
  it.each<[string, string, unknown]>([
    ['by its length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', [200, 'hi', true]],
    ['while some is to come', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi', [200, 'hi', false]],
    ['to the end of the connection', 'HTTP/1.0 200 OK\r\n\r\nhi', [200, 'hi', false]],
    [
      'by its chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n6;a=b\r\n there\r\n0\r\n\r\n',
      [200, 'hi there', true],
    ],
    [
      'while chunks are to come',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi',
      [200, 'hi', false],
    ],
    [
      'behind what announces it',
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n',
      [401, '', true],
    ],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', [204, '', true]],
    ['before another protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\nframes', [101, '', true]],
    ['in UTF-8', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xc3\xa9', [200, 'é', true]],
    ['not before its headers are here', 'HTTP/1.1 200 OK\r\nContent-Le', undefined],
    ['not where it is none', 'SSH-2.0-OpenSSH\r\n\r\n', [undefined, '', true]],
  ])('%s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each(['HEAD', 'CONNECT'])('without a body, to %s', (method) => {
    expect(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', method)).toEqual([200, '', true]);
  });

  it('with headers of one name joined', () => {
    const { headers } = readAnswer('HTTP/1.1 200 OK\r\nA: 1\r\na:2 \r\n\r\n', 'GET')!;
    expect(headers.get('a')).toBe('1, 2');
  });
});

describe('over a connection', () => {
  let stop: (() => void) | undefined;
  afterEach(() => stop?.());

  /** What a server that answers so is sent, and what comes of it. */
  async function exchanged(answer: string) {
    const received: string[] = [];
    const server = createServer((socket) => {
      socket.once('data', (data) => {
        received.push(data.toString('latin1'));
        socket.end(answer);
      });
      socket.on('error', () => undefined);
    });
    const { url, stop: end } = await served(server);
    stop = end;
    const headers = [
      ['Host', 'a'],
      ['X.User.Id ', 'x'],
    ] as const;
    return {
      received,
      answer: await exchange({ url: new URL(url) }, { method: 'get', target: '//a\\b', headers }),
    };
  }

  it('nothing of a request is put right', async () => {
    const { received } = await exchanged('HTTP/1.1 400 No\r\n\r\n');
    expect(received).toEqual(['get //a\\b HTTP/1.1\r\nHost: a\r\nX.User.Id : x\r\n\r\n']);
  });

  it('no more than 64 KB of an answer are read', async () => {
    const { answer } = await exchanged(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(4_000_000)}`);
    expect(answer.status).toBe(200);
    expect(answer.body.length).toBeLessThan(256 * 1024);
  });

  it('a connection that is closed is an answer without a status', async () => {
    expect((await exchanged('')).answer).toMatchObject({ status: undefined, isLate: false });
  });
});
