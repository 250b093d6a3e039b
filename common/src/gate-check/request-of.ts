import type { CheckedUrl } from './check-file';
import type { Sent } from './exchange';
import type { Probe } from './probe';

/** The request of a probe: that of its URL, with what the probe changes of it. */
export function requestOf(
  checked: CheckedUrl,
  { method = 'GET', target, headers = [], sender }: Probe,
): Sent {
  const { url, allowed, refused } = checked;
  const cookies = { nobody: undefined, allowed, refused }[sender];
  const has = (header: string) => headers.some(([name]) => name === header);
  return {
    method,
    target: target ?? `${url.pathname}${url.search}`,
    headers: [
      ...(has('Host') ? [] : [['Host', url.host] as const]),
      ['User-Agent', 'latchkey-gate-check'],
      ['Accept', '*/*'],
      ...(has('Connection') ? [] : [['Connection', 'close'] as const]),
      ...(cookies === undefined ? [] : [['Cookie', cookies] as const]),
      ...headers,
    ],
  };
}
