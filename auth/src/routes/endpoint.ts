import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Operation } from '../openapi/operation';

/** What a path may name; only one that names an id has it. */
export interface PathParameters {
  readonly id: string;
  readonly [name: string]: string;
}

export type Handler = RequestHandler<PathParameters>;

/**
 * One endpoint: what the OpenAPI document says of it, and what answers it.
 * @typeParam Parts what the handlers use of the service
 */
export interface Endpoint<Parts> extends Operation {
  /** Makes what a request goes through, in order. */
  readonly handlers: (parts: Parts) => readonly Handler[];
  /** Makes what a request goes through before it is logged and its body is read. */
  readonly gate?: (parts: Parts) => readonly Handler[];
  /** Makes the error handler that records each failure of the gate and of the handlers. */
  readonly onFailure?: (parts: Parts) => ErrorRequestHandler<PathParameters>;
}
