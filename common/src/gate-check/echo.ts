import type { Answer } from './answer';

/** The request that a service received, as it answers. */
export interface Echo {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @returns undefined where the answer is not one of a service that echoes */
export function readEcho({ body }: Answer): Echo | undefined {
  try {
    const echo = JSON.parse(body) as { url?: unknown; headers?: unknown; rawHeaders?: unknown } | null;
    if (typeof echo?.url !== 'string') return undefined;
    const { url, headers, rawHeaders } = echo;
    if (Array.isArray(rawHeaders)) return { url, headers: joined(rawHeaders.map(String)) };
    if (typeof headers !== 'object' || headers === null) return undefined;
    return {
      url,
      headers: joined(Object.entries(headers).flatMap(([name, value]) => [name, String(value)])),
    };
  } catch {
    return undefined;
  }
}

/** @param lines names and values in turn */
function joined(lines: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const [name, value] = [lines[i]!.toLowerCase(), lines[i + 1]!];
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

const MAX_DECODINGS = 3;

/** Whether a service could take the path that arrived for one at or below another, however it reads paths. */
export function leadsTo(url: string, pathname: string): boolean {
  const [arrived, asked] = [plain(url), plain(pathname)];
  return arrived === asked || arrived.startsWith(asked === '/' ? '/' : `${asked}/`);
}

/** The path as the most lenient of services reads it: decoded, in small letters, without parameters, dots and doubled slashes. */
function plain(url: string): string {
  let [path = ''] = url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/, 1);
  for (let i = 0; i < MAX_DECODINGS; i += 1)
    path = path.replace(/%([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const segments: string[] = [];
  for (const segment of path.toLowerCase().split(/[/\\]/)) {
    const name = segment.split(/[;\0]/, 1).join('').trim();
    if (name === '..') segments.pop();
    else if (name !== '' && name !== '.') segments.push(name);
  }
  return `/${segments.join('/')}`;
}
