import { get as getByHttp, type IncomingMessage } from 'http';
import { get as getByHttps } from 'https';
import { createParser } from 'eventsource-parser';
import type { Feed, FeedSink } from './feed';
import { parseRevocation, readJson } from '../revocation';

/** An event has about a hundred characters; whatever has more than this is not from the auth service. */
const MAX_EVENT_CHARACTERS = 16_384;

/** Follows the auth service's `GET /revocations`: Server-Sent Events (WHATWG HTML, section 9.2). */
export function createSseFeed(url: URL): Feed {
  const get = url.protocol === 'https:' ? getByHttps : getByHttp;

  return (sink, signal) =>
    new Promise((_resolve, reject) => {
      const options = { agent: false, headers: { accept: 'text/event-stream' }, signal };
      get(url, options, (response) => {
        response.on('error', reject);
        response.once('close', () => reject(new Error('the stream ended')));
        if (isEventStream(response)) read(response, sink);
        else response.destroy(new Error(`no event stream, but status ${response.statusCode}`));
      })
        // A feed alone must not keep a process alive.
        .on('socket', (socket) => socket.unref())
        .on('error', reject);
    });
}

function isEventStream({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 200 && /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
}

function read(response: IncomingMessage, sink: FeedSink): void {
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent({ event, data }) {
      const { key, until, at } = readJson(data);
      if (event === 'as-of' && Number.isSafeInteger(at)) sink.asOf(Number(at));
      const revocation = event === 'revoked' ? parseRevocation(key, until) : undefined;
      if (revocation) sink.revoked(revocation);
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') response.destroy(error);
    },
  });
  response.setEncoding('utf8').on('data', (text: string) => parser.feed(text));
}
