/** What came back for a request. */
export interface Answer {
  /** Undefined where the connection was closed without an answer. */
  readonly status: number | undefined;
  /** Names in lower case; several of one name are joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** Whether nothing came in time. */
  readonly isLate: boolean;
}

const HEAD_END = '\r\n\r\n';
/** Statuses whose answers end with their headers (RFC 9112, section 6.3); what follows 101 is another protocol. */
const WITHOUT_BODY = new Set([101, 204, 304]);

export const NO_ANSWER: Answer = { status: undefined, headers: new Map(), body: '', isLate: false };

/**
 * Reads the answer in what was received so far.
 * @param text each character is a byte
 * @param method that of the request: the answer to HEAD has no body, and that to CONNECT no end
 * @returns the answer, and whether it is whole; undefined while its headers are not here
 */
export function readAnswer(
  text: string,
  method: string,
): (Answer & { readonly isWhole: boolean }) | undefined {
  const end = text.indexOf(HEAD_END);
  if (end === -1) return undefined;
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(start)?.[1] ?? NaN);
  if (Number.isNaN(status)) return { ...NO_ANSWER, isWhole: true };
  const rest = text.slice(end + HEAD_END.length);
  // What comes first may only announce the answer (RFC 9110, section 15.2).
  if (status >= 100 && status < 200 && status !== 101) return readAnswer(rest, method);
  const headers = headersOf(lines);
  const isEmpty = WITHOUT_BODY.has(status) || method === 'HEAD' || method === 'CONNECT';
  const { body, isWhole } = isEmpty ? { body: '', isWhole: true } : bodyOf(rest, headers);
  return { status, headers, body: Buffer.from(body, 'latin1').toString(), isLate: false, isWhole };
}

function headersOf(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

/** Takes the body by its length or its chunks (RFC 9112, section 6); any other ends with the connection. */
function bodyOf(rest: string, headers: ReadonlyMap<string, string>): { body: string; isWhole: boolean } {
  if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return unchunk(rest);
  const length = headers.get('content-length');
  if (length === undefined) return { body: rest, isWhole: false };
  return { body: rest.slice(0, Number(length)), isWhole: rest.length >= Number(length) };
}

function unchunk(rest: string): { body: string; isWhole: boolean } {
  let [body, at] = ['', 0];
  for (;;) {
    const [line, size] = /^([\da-f]{1,8})[^\r\n]*\r\n/i.exec(rest.slice(at, at + 1024)) ?? [];
    if (line === undefined) return { body, isWhole: false };
    const bytes = parseInt(size!, 16);
    if (bytes === 0) return { body, isWhole: true };
    body += rest.slice(at + line.length, at + line.length + bytes);
    at += line.length + bytes + '\r\n'.length;
  }
}
