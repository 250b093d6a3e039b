import { open, post } from './page-requests';

/** A browser without scripts: it keeps cookies by path, and follows redirects. */
export class Visitor {
  readonly #cookies = new Map<string, { value: string; path: string }>();
  /** The paths that redirects led to, since the last page was asked for. */
  readonly trail: string[] = [];

  constructor(readonly origin: string) {}

  cookies(path: string): string {
    return [...this.#cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  get(path: string): Promise<Response> {
    this.trail.length = 0;
    return this.#follow(path, open(`${this.origin}${path}`, this.cookies(path)));
  }

  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response> {
    this.trail.length = 0;
    return this.#follow(path, post(`${this.origin}${path}`, fields, this.cookies(path), headers));
  }

  /** Asks the API, as a script of a page would. */
  async send(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        cookie: this.cookies(path),
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  async #follow(path: string, answer: Promise<Response>): Promise<Response> {
    const response = await answer;
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const location = response.headers.get('location');
    if (location === null) return response;
    if (this.trail.length > 5) throw new Error(`it goes round in circles: ${this.trail.join(' → ')}`);
    const target = new URL(location, `${this.origin}${path}`);
    const next = target.pathname + target.search;
    this.trail.push(next);
    return this.#follow(next, open(`${this.origin}${next}`, this.cookies(next)));
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
    if (value === '') this.#cookies.delete(name!);
    else this.#cookies.set(name!, { value: value!, path });
  }
}
