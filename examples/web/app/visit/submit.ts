import { LatchkeyError, type Fault } from '@latchkey/common/client';
import { data, redirect } from 'react-router';
import type { Visit } from '../../src/visit';
import { bounce, isCurable } from './bounce';
import { errorPage, isAway } from './load';

/** What a form shows when it was not taken. */
export interface Refusal {
  readonly faults: readonly Fault[];
  /** What was typed; never passwords. */
  readonly values: Readonly<Record<string, string>>;
}

interface Submission {
  readonly request: Request;
  /** Given where only signed-in people can send it. */
  readonly context?: Visit;
  /** What was typed and may be shown again. */
  readonly values?: Readonly<Record<string, string>>;
}

/**
 * Sends what was typed into a form to a service.
 * @param send resolves with the path to go on to
 * @returns a redirect on success; what the form shows again on a refusal
 * @throws Response when the access token had expired: the way to renew it, and back to the form with its values
 */
export async function submit({ request, context, values = {} }: Submission, send: () => Promise<string>) {
  const again = () => bounce(withQuery(request.url, { ...values, again: 'true' }));
  if (isCurable(context?.failure)) throw again();
  try {
    return redirect(await send(), 303);
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    if (isCurable(error.code)) throw again();
    if (isAway(error)) throw errorPage(error);
    return data<Refusal>({ faults: error.errors, values }, error.status);
  }
}

function withQuery(url: string, values: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(values)) target.searchParams.set(name, value);
  return target.href;
}

/** A text field of a form; anything else counts as empty. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
