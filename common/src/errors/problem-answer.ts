import { isAnswerable } from './answerable';
import { toProblem } from './problem';

/** An error as a caller gets it, apart from any framework. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Makes the answer of any thrown value: `application/problem+json` (RFC 9457), with the headers of the error. */
export function toProblemAnswer(error: unknown): ProblemAnswer {
  const problem = toProblem(error);
  const { headers = {} } = isAnswerable(error) ? error : {};
  return {
    status: problem.status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: JSON.stringify(problem),
  };
}
