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

/** How a service reads a path: `once` decoded, as most do, or as the most `lenient` ones. */
export type Reading = 'once' | 'lenient';

/** Whether a service takes the path that arrived for one at or below another. */
export function leadsTo(url: string, pathname: string, reading: Reading): boolean {
  const [arrived, asked] = [plain(url, reading), plain(pathname, reading)];
  return arrived === asked || arrived.startsWith(asked === '/' ? '/' : `${asked}/`);
}

/**
 * The path without dots and doubled slashes. Lenient services decode it twice, and drop parameters and capitals: Tomcat and Spring
 * take `/..;/` for a way back, and file systems can be blind to capitals.
 */
function plain(url: string, reading: Reading): string {
  const [path = ''] = url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/, 1);
  const decoded = reading === 'once' ? decode(path) : decode(decode(path)).toLowerCase();
  const segments: string[] = [];
  for (const segment of decoded.split(/[/\\]/)) {
    const name = reading === 'once' ? segment : segment.split(/[;\0]/, 1).join('').trim();
    if (name === '..') segments.pop();
    else if (name !== '' && name !== '.') segments.push(name);
  }
  return `/${segments.join('/')}`;
}

function decode(path: string): string {
  return path.replace(/%([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
