import { CredentialsRefusedError } from '../credentials-refused-error';
import type { Feed, FeedSink } from '../feed';
import { PositionUnknownError } from '../position-unknown-error';
import { ToldToWaitError } from '../told-to-wait-error';
import { connectByHttp, type Answer, type Ask, type Connect } from './ask';
import { readSnapshot } from './read-snapshot';
import { readStream } from './read-stream';

/** What is sent to whom. */
export interface HttpFeedOptions {
  /** Of the stream; the snapshot is at the same path, with `/snapshot` behind it. */
  readonly url: URL;
  /** A bearer token, for sources that want one. */
  readonly token?: string | undefined;
}

const MAX_RETRY_AFTER_SECONDS = 30;

const TOKEN_REFUSED =
  'The auth service at REVOCATIONS_URL refuses this service: compare INTERNAL_TOKEN with that of the auth service';

/**
 * Follows the auth service's feed over HTTP (docs/feed.md): without a position it takes the snapshot, then the stream
 * from there; with one, the stream from there. A source of release 0.1 or without positions sends all on the stream.
 */
export function createHttpFeed({ url, token }: HttpFeedOptions, connect: Connect = connectByHttp(url)): Feed {
  const snapshotUrl = new URL(url);
  snapshotUrl.pathname = `${url.pathname.replace(/\/$/, '')}/snapshot`;
  const credentials: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  return async (sink, signal, position) => {
    const connection = connect(signal);
    const ask: Ask = (asked, headers) => connection.ask(asked, { ...headers, ...credentials });
    try {
      const from = position ?? (await takeSnapshot(ask, snapshotUrl, sink));
      const resume: Record<string, string> = from === undefined ? {} : { 'last-event-id': from };
      const answer = await ask(url, { accept: 'text/event-stream', ...resume });
      if (from !== undefined && (answer.status === 409 || answer.status === 400))
        throw closed(answer, new PositionUnknownError());
      expectAnswer(answer, 'text/event-stream');
      await readStream(answer.body, sink);
      throw new Error('the stream ended');
    } finally {
      connection.close();
    }
  };
}

/** @returns its position; undefined when the source has no snapshot or no positions */
async function takeSnapshot(ask: Ask, url: URL, sink: FeedSink): Promise<string | undefined> {
  const answer = await ask(url, { accept: 'application/x-ndjson', 'accept-encoding': 'gzip' });
  if (answer.status === 404) {
    answer.close();
    return undefined;
  }
  expectAnswer(answer, 'application/x-ndjson');
  return readSnapshot(answer.body, sink);
}

/** @throws Error that says what is in the way, unless it is a 200 of this media type */
function expectAnswer(answer: Answer, mediaType: string): void {
  const { status } = answer;
  if (status === 401 || status === 403)
    throw closed(answer, new CredentialsRefusedError('the source refuses the token', TOKEN_REFUSED));
  if (status === 503 && /^\d+$/.test(answer.retryAfter ?? ''))
    throw closed(
      answer,
      new ToldToWaitError(Math.min(Math.max(Number(answer.retryAfter), 1), MAX_RETRY_AFTER_SECONDS)),
    );
  const type = answer.type?.split(';')[0]!.trim().toLowerCase();
  if (status !== 200 || type !== mediaType)
    throw closed(answer, new Error(`no ${mediaType}, but status ${status}`));
}

function closed(answer: Answer, error: Error): Error {
  answer.close();
  return error;
}
