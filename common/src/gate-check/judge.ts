import type { Answer } from './answer';
import type { CheckedUrl } from './check-file';
import { leadsTo, readEcho, type Echo, type Reading } from './echo';
import type { Probe } from './probe';
import { IDENTITY } from './spoofed-headers';

/** What an answer shows. */
export type Verdict =
  | { readonly kind: 'closed' }
  /** `seen` says by what. What `depends` is open if the service reads paths as some do. */
  | { readonly kind: 'open' | 'undecided' | 'depends'; readonly seen: string };

const CLOSED: Verdict = { kind: 'closed' };
const TOO_MANY_REQUESTS = 429;
const LENIENT =
  'the service received it; one that decodes twice, or drops parameters and capitals, reads the path as that of the URL';

/** Answers that others are compared with. */
export interface Plain {
  /** At a path where nothing is. */
  readonly nothing: Answer;
  /** To the one who may enter, at the URL as it is. */
  readonly allowed: Answer;
}

/** Judges an answer. */
export function judge(checked: CheckedUrl, probe: Probe, answer: Answer, plain: Plain): Verdict {
  const { status } = answer;
  if (answer.isLate) return { kind: 'undecided', seen: 'no answer in time' };
  if (status === TOO_MANY_REQUESTS) return { kind: 'undecided', seen: 'too many requests (429)' };
  const told = IDENTITY.find((name) => (answer.headers.get(name.toLowerCase()) ?? '') !== '');
  if (told !== undefined) return { kind: 'open', seen: `the answer tells the client ${told}` };
  const arrived = foreignIdentity(checked, probe, answer, plain.allowed);
  if (arrived !== undefined) return { kind: 'open', seen: `the service received ${arrived}` };
  if (isHandedOn(checked, probe, answer)) return { kind: 'open', seen: `the service received ${probe.what}` };
  // Where guests may enter, what is forbidden enters as nobody, which the line above has seen.
  if (!probe.isForbidden || checked.letsGuestsIn) return CLOSED;
  if (getsThrough(checked, probe, answer, plain.nothing))
    return { kind: 'open', seen: `the service answered ${status}` };
  return arrives(checked, answer, 'lenient') ? { kind: 'depends', seen: LENIENT } : CLOSED;
}

/** Whether an answer is the service's. */
export function getsThrough(checked: CheckedUrl, probe: Probe, answer: Answer, nothing: Answer): boolean {
  const { evidence = 'answer' } = probe;
  if (evidence === 'status') return isGood(answer);
  const { marker, echoes } = checked;
  if (marker !== undefined && answer.body.includes(marker)) return true;
  if (arrives(checked, answer, 'once')) return true;
  if (echoes || marker !== undefined || evidence === 'content' || !isGood(answer)) return false;
  return evidence !== 'elsewhere' || !isGood(nothing) || answer.body !== nothing.body;
}

/** Whether the service tells that a request for the URL arrived. */
function arrives({ echoes, url }: CheckedUrl, answer: Answer, reading: Reading): boolean {
  const echo = echoes ? readEcho(answer) : undefined;
  return echo !== undefined && leadsTo(echo.url, url.pathname, reading);
}

function isGood({ status = 0 }: Answer): boolean {
  return status === 101 || (status >= 200 && status < 300);
}

function isHandedOn({ echoes }: CheckedUrl, { withheld }: Probe, answer: Answer): boolean {
  const echo = echoes ? readEcho(answer) : undefined;
  return withheld !== undefined && echo?.headers[withheld.header]?.includes(withheld.value) === true;
}

/** The identity that the service received, where it is not the sender's. */
function foreignIdentity(
  checked: CheckedUrl,
  { sender, isForbidden }: Probe,
  answer: Answer,
  allowed: Answer,
): string | undefined {
  const echo = checked.echoes ? readEcho(answer) : undefined;
  if (!echo || (isForbidden && !checked.letsGuestsIn)) return undefined;
  const own = sender === 'allowed' && !isForbidden ? readEcho(allowed) : undefined;
  const [expected, found] = [identitiesIn(own), identitiesIn(echo)];
  // Empty is what the gate says of nobody: a client that drops its own cookie wins nothing.
  const changed = [...found].find(([name, value]) => value !== '' && value !== expected.get(name));
  if (changed) return `${changed[0]}: ${changed[1]}`;
  const lost = [...expected].find(([name]) => !found.has(name));
  return lost && `no ${lost[0]}`;
}

/** What a service could read as an identity: CGI and its heirs see no difference between dashes, underscores and dots. */
function identitiesIn(echo: Echo | undefined): Map<string, string> {
  const names = new Set<string>(IDENTITY.map((name) => name.toLowerCase()));
  return new Map(
    Object.entries(echo?.headers ?? {}).filter(([name]) =>
      names.has(name.trim().toLowerCase().replaceAll(/[_.]/g, '-')),
    ),
  );
}
