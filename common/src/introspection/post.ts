import { Agent as HttpAgent, request as requestByHttp, validateHeaderValue } from 'node:http';
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https';
import { readBoundedText } from '../bounded-text';
import { parseUrl } from '../config/url';

/** The claims of a token that fits into a cookie take a quarter of this. */
const MAX_BYTES = 16_384;

export interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

/**
 * Makes the function that posts one body after another to one URL, over connections that it keeps and that do
 * not keep the process alive.
 * @throws Error when the URL or a header can not be sent
 */
export function createPost(
  url: string,
  headers: Readonly<Record<string, string>>,
): (body: string, signal: AbortSignal) => Promise<Answer> {
  const target = parseUrl(url);
  if (!/^https?:$/.test(target.protocol)) throw new Error('it takes http or https');
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
  const isSecure = target.protocol === 'https:';
  const request = isSecure ? requestByHttps : requestByHttp;
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });

  return (body, signal) =>
    new Promise((resolve, reject) => {
      request(target, { method: 'POST', agent, headers, signal }, (response) => {
        const status = response.statusCode;
        resolve(readBoundedText(response, MAX_BYTES).then((text) => ({ status, text })));
      })
        .on('error', reject)
        .end(body);
    });
}
