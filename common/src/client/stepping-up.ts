import { isRepeatable } from './curable';
import type { StepUpRequirement } from './factor-shapes';
import { LatchkeyError } from './latchkey-error';
import type { Calls } from './make-calls';
import { readRequirement, STEP_UP_CODE, toRequirement } from './read-requirement';
import { limited, startTimeLimit } from './time-limit';

/** Has the user prove who they are once more. Resolves when that is done, and rejects when it is given up. */
export type OnStepUp = (requirement: StepUpRequirement) => Promise<unknown>;

/** As long as a step-up can take. */
const MAX_STEP_UP_MS = 600_000;

/** What a call can be refused with that a step-up cures. */
type Refusal = StepUpRequirement | undefined;

/**
 * Makes calls that have the user step up where one is refused for it, and are then repeated once: those of a client but the calls
 * of a step-up itself.
 */
export function withStepUp(calls: Calls, onStepUp: OnStepUp | undefined): Calls {
  if (!onStepUp) return calls;
  const { stepUp, ended } = createSteppingUp(onStepUp);

  /** Sends, and sends once more after a step-up. One that ended while the request was under way counts for it, too. */
  async function ask<T>(
    send: () => Promise<T>,
    refusalOf: (outcome: PromiseSettledResult<T>) => Refusal,
    signal: AbortSignal | null | undefined,
  ): Promise<T> {
    const before = { ...ended };
    const outcome = await settle(send());
    const refusal = refusalOf(outcome);
    if (!refusal) return valueOf(outcome);
    const isProven = refusal.acr ? ended.aal2 > before.aal2 : ended.any > before.any;
    if (isProven) return send();
    const isGivenUp = ended.givenUp > before.givenUp;
    return !isGivenUp && (await isDone(stepUp(refusal), signal)) ? send() : valueOf(outcome);
  }

  const call = <T>(send: () => Promise<T>, signal: AbortSignal | undefined) =>
    ask(send, (outcome) => (outcome.status === 'rejected' ? refusalIn(outcome.reason) : undefined), signal);

  return {
    ...calls,
    get: (path, options) => call(() => calls.get(path, options), options?.signal),
    send: (method, path, body, options) =>
      call(() => calls.send(method, path, body, options), options?.signal),
    write: (method, path, body, options) =>
      call(() => calls.write(method, path, body, options), options?.signal),
    fetch: (path, init = {}) =>
      ask(
        () => calls.fetch(path, init),
        (outcome) =>
          outcome.status === 'fulfilled' && isRepeatable(init.body)
            ? readRequirement(outcome.value)
            : undefined,
        init.signal,
      ),
  };
}

/** Makes a step-up of which there is one at a time. */
function createSteppingUp(onStepUp: OnStepUp) {
  /** How many so far: done, those of them with a second factor, and given up. */
  const ended = { any: 0, aal2: 0, givenUp: 0 };
  let running: { readonly acr: StepUpRequirement['acr']; readonly end: Promise<void> } | undefined;

  async function start(requirement: StepUpRequirement): Promise<void> {
    try {
      await limited(undefined, MAX_STEP_UP_MS, () => onStepUp(requirement));
      ended.any += 1;
      if (requirement.acr) ended.aal2 += 1;
    } catch (error) {
      ended.givenUp += 1;
      throw error;
    } finally {
      running = undefined;
    }
  }

  /** Each makes the session fresh, so one that is under way serves all but those that need a second factor where it does not. */
  async function stepUp(requirement: StepUpRequirement): Promise<void> {
    const { acr } = requirement;
    while (running && acr !== undefined && running.acr !== acr) await running.end;
    running ??= { acr, end: start(requirement) };
    await running.end;
  }
  return { stepUp, ended };
}

/** @throws LatchkeyError (`aborted`) when the caller gives up */
async function isDone(step: Promise<void>, signal: AbortSignal | null | undefined): Promise<boolean> {
  const isOver = step.then(
    () => true,
    () => false,
  );
  const { within, stopClock, end } = startTimeLimit(signal, MAX_STEP_UP_MS);
  stopClock();
  return within(isOver).finally(end);
}

async function settle<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([work]);
  return outcome;
}

function valueOf<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'fulfilled') return outcome.value;
  throw outcome.reason;
}

function refusalIn(error: unknown): Refusal {
  return error instanceof LatchkeyError && error.code === STEP_UP_CODE ? toRequirement(error) : undefined;
}
