/** One URL to check, as FILE has it. */
export interface CheckedUrl {
  readonly url: URL;
  /** The host and port to connect to, where they are not those of the URL. */
  readonly connect?: string | undefined;
  /** Whether requests of nobody may pass, as with a policy that is `optional`. */
  readonly letsGuestsIn: boolean;
  /** Whether the service behind answers with the request as it arrived, as JSON: `{"url": "…", "headers": {…}}`, or `rawHeaders`. */
  readonly echoes: boolean;
  /** Whether the service may receive the tokens of its visitors, as with a policy that has `handOn`. */
  readonly handsOn: boolean;
  /** A text that every answer of the service has, and no other answer. */
  readonly marker?: string | undefined;
  /** Paths of the same host that anybody may read. */
  readonly openPaths: readonly string[];
  /** The Cookie header of a user who may enter. */
  readonly allowed?: string | undefined;
  /** The Cookie header of a user who may not, such as one without the role. */
  readonly refused?: string | undefined;
}

const MAX_URLS = 50;
/** What stands in a request line and a header as it is. */
const PATH = /^\/[!-~]*$/;
const COOKIES = /^[ -~]{1,8192}$/;

interface Fields {
  readonly url?: unknown;
  readonly connect?: unknown;
  readonly guests?: unknown;
  readonly echo?: unknown;
  readonly handOn?: unknown;
  readonly marker?: unknown;
  readonly openPaths?: unknown;
  readonly allowed?: unknown;
  readonly refused?: unknown;
}

const KNOWN = new Set('url connect guests echo handOn marker openPaths allowed refused'.split(' '));

/**
 * Reads what `gate check` is to check.
 * @param text JSON: `{"urls": [{"url": "https://…", …}]}`; docs/gate/check.md has the fields
 * @param env where the cookies are, under the names that the file gives
 * @throws Error that lists all faults, one a line
 */
export function parseCheckFile(text: string, env: NodeJS.ProcessEnv): readonly CheckedUrl[] {
  const entries = entriesOf(text);
  const faults = entries.flatMap((entry, index) =>
    faultsOf(entry, env).map((fault) => `urls[${index}]: ${fault}`),
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return entries.map((entry) => checkedUrl(entry, env));
}

function entriesOf(text: string): readonly Fields[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new Error(`the file is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const urls = isObject(file) ? (file as { urls?: unknown }).urls : undefined;
  if (!Array.isArray(urls) || urls.length === 0 || urls.length > MAX_URLS || !urls.every(isObject))
    throw new Error(`the file must be {"urls": […]}, with 1 to ${MAX_URLS} objects`);
  return urls;
}

function faultsOf(entry: Fields, env: NodeJS.ProcessEnv): string[] {
  const { url, connect, guests, echo, handOn, marker, openPaths, allowed, refused } = entry;
  return [
    ...Object.keys(entry).map((name) => !KNOWN.has(name) && `${name} is no field`),
    !isHttpUrl(url) && 'url must be an http or https URL, without credentials',
    !isAddress(connect) && 'connect must be a host and port, such as 10.0.0.7:443',
    !isOptional('boolean', guests) && 'guests must be true or false',
    !isOptional('boolean', echo) && 'echo must be true or false',
    !isOptional('boolean', handOn) && 'handOn must be true or false',
    (!isOptional('string', marker) || marker === '') && 'marker must be a text',
    !isPaths(openPaths) && 'openPaths must be paths, such as ["/assets/"]',
    guests === true && echo !== true && 'guests needs echo: a status cannot tell whom the service saw',
    ...Object.entries({ allowed, refused }).map(([name, variable]) => faultOfCookies(name, variable, env)),
  ].filter((fault) => fault !== false);
}

/** The cookies are not repeated. */
function faultOfCookies(name: string, variable: unknown, env: NodeJS.ProcessEnv): string | false {
  if (variable === undefined) return false;
  if (typeof variable !== 'string' || !/^\w+$/.test(variable))
    return `${name} must be the name of an environment variable with a Cookie header`;
  return (
    !COOKIES.test(env[variable] ?? '') && `${variable} must be set to a Cookie header, such as name=value`
  );
}

function checkedUrl(entry: Fields, env: NodeJS.ProcessEnv): CheckedUrl {
  const cookiesOf = (variable: unknown) => (variable === undefined ? undefined : env[variable as string]);
  return {
    url: new URL(entry.url as string),
    connect: entry.connect as string | undefined,
    letsGuestsIn: entry.guests === true,
    echoes: entry.echo === true,
    handsOn: entry.handOn === true,
    marker: entry.marker as string | undefined,
    openPaths: (entry.openPaths as string[] | undefined) ?? [],
    allowed: cookiesOf(entry.allowed),
    refused: cookiesOf(entry.refused),
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOptional = (type: 'boolean' | 'string', value: unknown) =>
  value === undefined || typeof value === type;

function isPaths(value: unknown): boolean {
  if (value === undefined) return true;
  return Array.isArray(value) && value.every((path) => typeof path === 'string' && PATH.test(path));
}

function isAddress(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === 'string' && /:\d+$/.test(value) && URL.canParse(`http://${value}/`);
}

function isHttpUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
