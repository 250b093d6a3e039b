import {
  NotAuthorizedError,
  NotFoundError,
  RequestValidationError,
  StepUpRequiredError,
  type AuthenticationMiddleware,
} from '@latchkey/common';
import type { ErrorRequestHandler, Request } from 'express';
import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import type { AuthenticationEvent, EventName } from '../../events/authentication-event';
import type { Events } from '../../events/events';
import { reasonOf } from '../../events/reason-of';

interface FailureLog {
  readonly events: Events;
}

export interface FailureLogOfCallers extends FailureLog {
  readonly authentication: AuthenticationMiddleware;
}

/**
 * Failures before anybody was known to ask for anything: a field was wrong, a token had to be refreshed first, a proof was not fresh, or Express
 * could not decode the path.
 */
const NO_OUTCOMES = [
  RequestValidationError,
  NotAuthorizedError,
  StepUpRequiredError,
  NotFoundError,
  URIError,
];

/** Put behind a route of somebody who has yet to prove who they are: tells of its failures, with the email given. */
export function reportFailure({ events }: FailureLog, event: EventName): ErrorRequestHandler {
  return (error: unknown, req, _res, next) => {
    if (isOutcome(error)) {
      const { email } = matchedData<{ email?: string }>(req);
      const normal = email === undefined ? undefined : normalizeEmail(email);
      events.record(req, { event, email: normal, reason: reasonOf(error) });
    }
    next(error);
  };
}

/** Put behind a route of somebody who is signed in: tells of its failures, with their account and session. */
export function reportFailureOf(parts: FailureLogOfCallers, event: EventName): ErrorRequestHandler {
  return async (error: unknown, req, _res, next) => {
    if (isOutcome(error)) {
      const who = await whoAsks(parts.authentication, req).catch(() => undefined);
      const act = event === 'admin_act_refused' ? actOf(req) : undefined;
      parts.events.record(req, { event, ...who, act, reason: reasonOf(error) });
    }
    next(error);
  };
}

function isOutcome(error: unknown): boolean {
  return !NO_OUTCOMES.some((NoOutcome) => error instanceof NoOutcome);
}

async function whoAsks(
  authentication: AuthenticationMiddleware,
  req: Request,
): Promise<Pick<AuthenticationEvent, 'account' | 'sid'>> {
  const { claims } = await authentication.authenticate(req);
  return { account: claims?.sub, sid: claims?.sid };
}

function actOf({ method, route }: Request): string {
  return `${method} ${(route as { path?: string } | undefined)?.path ?? 'unknown'}`;
}
