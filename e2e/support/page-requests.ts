import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

export { noticeOf, open, post, returnPath } from '../../common/test/support/page-visits';

/** Asks for a page with headers that fetch does not let one choose, such as Host. */
export async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
