import type { ErrorCode } from '../client/error-code';
import { LatchkeyError, type Fault } from '../client/latchkey-error';
import { failureOf, isAway, redirect } from './answers';
import { AGAIN } from './notice-cookie';
import type { AnswerHeaders } from './page-cookie';
import type { PagesSettings } from './pages-options';
import { isCurable, renew } from './renew';
import { stepUp } from './step-up';
import type { Visitor } from './visit';

/** What a form shows when it was not taken. */
export interface Refusal {
  /** The status of the page that shows it. */
  readonly status: number;
  /** Of the service that refused the form. */
  readonly code?: ErrorCode;
  /** What is wrong, and with which field. */
  readonly faults: readonly Fault[];
  /** What was typed; never passwords. */
  readonly values: Readonly<Record<string, string>>;
}

/** Where a form that was taken leads to, and what is said there. */
export interface Outcome {
  /** A path of this origin, or what `nextLocation` made of another one. */
  readonly location: string;
  /** The code of a notice that is left for the page there. */
  readonly code?: string | undefined;
}

/** What `submit` takes beside the sending. */
export interface FormOptions {
  /** What was typed and may be shown again; never passwords. */
  readonly values?: Readonly<Record<string, string>>;
  /** Whether people who are signed out may send it. */
  readonly forAnybody?: boolean;
}

/** Sends what was typed into a form to a service; see `Visit`. */
export async function submit(
  visitor: Visitor,
  { answer, ...settings }: PagesSettings & { readonly answer: AnswerHeaders },
  { values = {}, forAnybody = false }: FormOptions,
  send: () => Promise<Outcome>,
): Promise<Response | Refusal> {
  const left = { code: AGAIN, values };
  const again = () => renew(visitor, settings, left);
  if (!forAnybody && (visitor.isRefused || visitor.isRenewable)) throw again();
  try {
    const { location, code } = await send();
    if (code !== undefined) leave(visitor, location, code);
    return redirect(location, 303);
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    if (isCurable(error.code)) throw again();
    const way = stepUp(visitor, settings, error, left);
    if (way) throw way;
    if (isAway(error)) throw failureOf(error);
    if (error.retryAfter !== undefined) answer.append('Retry-After', String(error.retryAfter));
    return { status: error.status, code: error.code, faults: error.errors, values };
  }
}

/** Leaves a notice for the page of a location. */
export function leave({ notices, url }: Visitor, location: string, code: string): void {
  notices.leave({ page: new URL(location, url).pathname, code });
}

/**
 * Waits for what a page shows.
 * @throws Response the way to renew a token that died meanwhile, or to a step-up; else what the service says
 */
export async function load<T>(visitor: Visitor, settings: PagesSettings, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    if (isCurable(error.code)) throw renew(visitor, settings);
    throw stepUp(visitor, settings, error) ?? failureOf(error);
  }
}
