import { createParser } from 'eventsource-parser';
import { parseRevocation, readJson } from '../../revocation';
import type { FeedSink } from '../feed';
import { MAX_CHARACTERS, positionOf, windowOf } from './bounds';

/**
 * Reads Server-Sent Events (WHATWG HTML, section 9.2): `revoked`, and `as-of` with its position as the id. Whatever
 * else comes is ignored.
 * @returns once the stream has ended
 * @throws Error for an event that is too long, also before its end has come
 */
export async function readStream(body: AsyncIterable<string>, sink: FeedSink): Promise<void> {
  let fault: Error | undefined;
  const parser = createParser({
    maxBufferSize: MAX_CHARACTERS,
    onEvent({ event, id, data }) {
      const { key, until, at, window } = readJson(data);
      if (event === 'as-of' && Number.isSafeInteger(at))
        sink.asOf(Number(at), positionOf(id), windowOf(window));
      const revocation = event === 'revoked' ? parseRevocation(key, until) : undefined;
      if (revocation) sink.revoked(revocation);
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') fault = error;
    },
  });
  for await (const text of body) {
    parser.feed(text);
    if (fault) throw fault;
  }
}
