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
  const hasConnection = headers.some(([name]) => name === 'Connection');
  return {
    method,
    target: target ?? `${url.pathname}${url.search}`,
    headers: [
      ['Host', url.host],
      ['User-Agent', 'latchkey-gate-check'],
      ['Accept', '*/*'],
      ...(hasConnection ? [] : [['Connection', 'close'] as const]),
      ...(cookies === undefined ? [] : [['Cookie', cookies] as const]),
      ...headers,
    ],
  };
}
