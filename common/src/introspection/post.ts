import { Agent as HttpAgent, request as requestByHttp, validateHeaderValue, type RequestOptions } from 'http';
import { Agent as HttpsAgent, request as requestByHttps } from 'https';
import { readBoundedText } from '../http/bounded-text';
import { parseUrl } from '../http/url';

/** The claims of a token that fits into a cookie take a quarter of this. */
const MAX_BYTES = 16_384;

export interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

/**
 * Makes the function that posts one body after another to one URL, over connections that it keeps and that do
 * not keep the process alive. On a kept connection that turns out dead, a body is sent once more on a new one, so it
 * must be one that may arrive twice (RFC 9110, section 9.2.2).
 * @returns a function that takes the body, what ends the waiting, and headers of this one request
 * @throws Error when the URL or a header cannot be sent
 */
export function createPost(
  url: string,
  headers: Readonly<Record<string, string>>,
): (body: string, signal: AbortSignal, more?: Readonly<Record<string, string>>) => Promise<Answer> {
  const target = parseUrl(url);
  if (!/^https?:$/.test(target.protocol)) throw new Error('it takes http or https');
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
  const isSecure = target.protocol === 'https:';
  const request = isSecure ? requestByHttps : requestByHttp;
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });

  function ask(body: string, options: RequestOptions & { signal: AbortSignal }): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(target, { ...options, method: 'POST' }, (response) => {
        const status = response.statusCode;
        resolve(readBoundedText(response, MAX_BYTES).then((text) => ({ status, text })));
      });
      asked.on('error', (error) => {
        // A kept connection whose other end has died fails at its first use. The pool can hold more of them.
        if (asked.reusedSocket && !options.signal.aborted) resolve(ask(body, { ...options, agent: false }));
        else reject(error);
      });
      asked.end(body);
    });
  }
  return (body, signal, more) => ask(body, { agent, signal, headers: { ...headers, ...more } });
}
