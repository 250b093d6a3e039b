import { randomInt } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** Holds connections and cookies as a browser does, and repeats no request that failed. */
export interface Browser {
  /**
   * @returns the body of the answer, undefined where it is empty
   * @throws Error when there is no answer, or one with another status than the expected one
   */
  send(method: 'GET' | 'POST', url: string, expected: number, body?: object): Promise<unknown>;
  forgetCookies(): void;
  close(): void;
}

export function openBrowser(): Browser {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const cookies = new Map<string, string>();
  // An address of its own, or the visitors together would be a flood.
  const address = `198.18.${randomInt(256)}.${randomInt(256)}`;

  async function send(
    method: 'GET' | 'POST',
    url: string,
    expected: number,
    body?: object,
  ): Promise<unknown> {
    const sent = body === undefined ? '' : JSON.stringify(body);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(sent),
        'X-Forwarded-For': address,
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      };
      request(url, { agent, method, headers }).once('response', resolve).once('error', reject).end(sent);
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    const answered = await text(answer);
    if (answer.statusCode !== expected) throw new Error(`answered ${answer.statusCode} ${answered}`);
    return answered === '' ? undefined : (JSON.parse(answered) as unknown);
  }

  return { send, forgetCookies: () => cookies.clear(), close: () => agent.destroy() };
}
