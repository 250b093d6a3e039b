import { STATUS_CODES } from 'http';
import { isAnswerable } from './answerable';
import type { ErrorItem } from './custom-error';

/** The body of every failure: RFC 9457, with a stable code and the single faults. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ErrorItem[];
}

const INTERNAL_MESSAGE =
  'Something went wrong on our side. Try again; if it stays, report the time and the request id.';

/** Codes for the failures that Express and its body parsers find themselves, by http-errors' `type`. */
const PARSER_CODES: Record<string, [code: string, message: string]> = {
  'entity.parse.failed': ['malformed_json', 'The body is not valid JSON. Check its syntax.'],
  'entity.too.large': ['payload_too_large', 'The body is too large. Send less.'],
  'encoding.unsupported': [
    'unsupported_media_type',
    'Compressed bodies are not read. Send the body without Content-Encoding.',
  ],
  'charset.unsupported': ['unsupported_media_type', 'The charset is not read. Send the body as UTF-8.'],
};

/** Describes any thrown value to a caller; nothing internal is told. */
export function toProblem(error: unknown): Problem {
  if (isAnswerable(error))
    return { ...error.members, ...problem(error.statusCode, error.code, error.serializeErrors()) };
  const { status, type } = asHttpError(error);
  if (status === undefined) return problem(500, 'internal_error', [{ message: INTERNAL_MESSAGE }]);
  const [code, message] = PARSER_CODES[type] ?? [
    undefined,
    `${titleOf(status)}. Check the request and send it again.`,
  ];
  return problem(status, code, [{ message }]);
}

function problem(status: number, code: string | undefined, errors: readonly ErrorItem[]): Problem {
  const title = titleOf(status);
  const stableCode = code ?? title.toLowerCase().replaceAll(/[^a-z]+/g, '_');
  return { type: `urn:latchkey:problem:${stableCode}`, title, status, code: stableCode, errors };
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}

/**
 * What Express and its parsers found wrong with a request: they mark it as fit to be told (http-errors' `expose`), or
 * it is a path that cannot be decoded. Any other error with a status has another origin, such as the answer that an HTTP
 * client got from elsewhere, and that is our fault and not our caller's.
 */
function asHttpError(error: unknown): { status: number | undefined; type: string } {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const { status, type, expose, name } = fields;
  const isFound = (expose === true || name === 'URIError') && Number.isInteger(status);
  const isClientFault = isFound && Number(status) >= 400 && Number(status) < 500;
  return { status: isClientFault ? Number(status) : undefined, type: String(type) };
}
