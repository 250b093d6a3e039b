import { randomBytes } from 'crypto';
import { NO_ANSWER, type Answer } from './answer';
import type { CheckedUrl } from './check-file';
import { exchange } from './exchange';
import { getsThrough, judge, type Verdict } from './judge';
import type { Probe } from './probe';
import { probesOf } from './probes';
import { requestOf } from './request-of';

/** What a request showed. */
export interface Finding {
  readonly probe: Probe;
  /** The method and target that were sent. */
  readonly request: string;
  readonly seen: string;
}

/** What the check of a URL came to. */
export interface CheckResult {
  readonly url: string;
  /** How many requests were sent. */
  readonly sent: number;
  readonly open: readonly Finding[];
  /** What says nothing, such as a proxy that does not answer. */
  readonly undecided: readonly Finding[];
  /** What is open if the service reads paths as some do. */
  readonly depends: readonly Finding[];
}

const PLAIN: Probe = { what: 'the URL as it is', sender: 'nobody', isForbidden: true };

/** Checks a URL: sends one request after the other, and judges the answers. */
export async function checkUrl(checked: CheckedUrl): Promise<CheckResult> {
  const { ask, result } = createAsking(checked);
  const probe = (sender: 'nobody' | 'allowed'): Probe => ({
    ...PLAIN,
    sender,
    isForbidden: sender === 'nobody' && !checked.letsGuestsIn,
  });
  const judgePlain = (asked: Probe) => (answer: Answer) => judgeFirst(checked, asked, answer);
  const first = await ask(probe('nobody'), judgePlain(probe('nobody')));
  const allowed =
    first && checked.allowed !== undefined
      ? await ask(probe('allowed'), judgePlain(probe('allowed')))
      : NO_ANSWER;
  // What is wide open, or not there, has nothing more to show.
  if (!first || !allowed) return result();
  const target = `/latchkey-check-${randomBytes(6).toString('hex')}`;
  const nothing = await ask({ ...PLAIN, target }, () => ({ kind: 'closed' }));
  const plain = { nothing: nothing ?? NO_ANSWER, allowed };
  for (const each of probesOf(checked)) await ask(each, (answer) => judge(checked, each, answer, plain));
  return result();
}

/** Sends requests, and keeps what they show. */
function createAsking(checked: CheckedUrl) {
  const found = { open: [], undecided: [], depends: [] } as Record<
    'open' | 'undecided' | 'depends',
    Finding[]
  >;
  let sent = 0;

  function keep(probe: Probe, kind: keyof typeof found, seen: string): void {
    const { method, target } = requestOf(checked, probe);
    found[kind].push({ probe, request: `${method} ${target}`, seen });
  }

  return {
    /** @returns the answer, where it shows nothing that is open and nothing undecided */
    ask: async (probe: Probe, judgeIt: (answer: Answer) => Verdict): Promise<Answer | undefined> => {
      sent += 1;
      try {
        const answer = await exchange(checked, requestOf(checked, probe));
        const verdict = judgeIt(answer);
        if (verdict.kind === 'closed') return answer;
        keep(probe, verdict.kind, verdict.seen);
      } catch (error) {
        keep(probe, 'undecided', error instanceof Error ? error.message : String(error));
      }
      return undefined;
    },

    result: (): CheckResult => ({ url: checked.url.href, sent, ...found }),
  };
}

/** Judges the answer to a plain request, by which the check sees whether others can be judged. */
function judgeFirst(checked: CheckedUrl, probe: Probe, answer: Answer): Verdict {
  const { status } = answer;
  const answered = status === undefined ? 'no answer' : `answered ${status}`;
  const passes = getsThrough(checked, probe, answer, NO_ANSWER);
  if (probe.isForbidden && passes) return { kind: 'open', seen: `the service ${answered}` };
  if (!probe.isForbidden && !passes) {
    const who = probe.sender === 'nobody' ? 'guests' : 'the cookies of `allowed`';
    return { kind: 'undecided', seen: `${answered}, and ${who} must get in` };
  }
  const isRefusal = status !== undefined && status >= 300 && status < 500 && status !== 429;
  if (passes || isRefusal) return { kind: 'closed' };
  return { kind: 'undecided', seen: `${answered}, which is no refusal` };
}
