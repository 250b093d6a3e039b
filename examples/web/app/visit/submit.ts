import { LatchkeyError, type ErrorCode, type Fault } from '@latchkey/common/client';
import { data, redirect } from 'react-router';
import { errorPage, isAway } from './load';
import { leave, type NoticeCode } from './notices';
import { isCurable, renew, type Args } from './renew';

/** What a form shows when it was not taken. */
export interface Refusal {
  /** Of a service that refused it. */
  readonly code?: ErrorCode;
  readonly faults: readonly Fault[];
  /** What was typed; never passwords. */
  readonly values: Readonly<Record<string, string>>;
}

/** Where a form that was taken leads to, and what is said there. */
interface Outcome {
  readonly path: string;
  readonly code?: NoticeCode;
}

interface Form {
  /** What was typed and may be shown again. */
  readonly values?: Readonly<Record<string, string>>;
  /** Whether nobody need be signed in to send it. */
  readonly forAnybody?: boolean;
}

/**
 * Sends what was typed into a form to a service.
 * @returns a redirect on success; what the form shows again on a refusal
 * @throws Response when the access token had expired: the way to renew it, and back to the form with its values
 */
export async function submit(
  args: Args,
  { values = {}, forAnybody = false }: Form,
  send: () => Promise<Outcome>,
) {
  const { failure, isRefused } = args.context;
  if (!forAnybody && (isRefused || isCurable(failure))) throw renew(args, { code: 'again', values });
  try {
    const { path, code } = await send();
    if (code) leave(args.context, path, code);
    return redirect(path, 303);
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    if (isCurable(error.code)) throw renew(args, { code: 'again', values });
    if (isAway(error)) throw errorPage(error);
    return data<Refusal>({ code: error.code, faults: error.errors, values }, error.status);
  }
}

/** The text fields of a form. */
export function textsOf(form: FormData): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string') texts[name] = value;
  return texts;
}
