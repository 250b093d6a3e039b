import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** Asks `/healthz` over a new connection, as a kubelet does; resolves once the whole answer is there. */
export async function askHealth(port: number): Promise<void> {
  const asked = get({ host: '127.0.0.1', port, path: '/healthz', agent: false });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
}
