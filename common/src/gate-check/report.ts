import type { CheckResult, Finding } from './check-url';

const SENDERS = { nobody: 'without credentials', refused: 'as `refused`', allowed: 'as `allowed`' } as const;

/** What a person reads of a check. */
export function linesOf({ url, sent, open, undecided, depends }: CheckResult): string[] {
  const summary = open.length > 0 ? `${open.length} open` : undecided.length > 0 ? 'not decided' : 'closed';
  return [
    `${url}: ${summary}, ${sent} requests`,
    ...open.map((finding) => `  open: ${lineOf(finding)}`),
    ...depends.map((finding) => `  depends: ${lineOf(finding)}`),
    ...undecided.map((finding) => `  not decided: ${lineOf(finding)}`),
  ];
}

function lineOf({ probe: { what, sender }, request, seen }: Finding): string {
  return `${what}, ${SENDERS[sender]} (${request}): ${seen}`;
}
