/** A commit as `git log --format=%h%x00%s%x00%b` prints it. */
export interface Commit {
  readonly hash: string;
  readonly subject: string;
  readonly body: string;
}

const SECTIONS = [
  ['feat', 'Added'],
  ['fix', 'Fixed'],
  ['perf', 'Faster'],
] as const;

/** `type(scope)!: subject`, as Conventional Commits have it. */
const CONVENTIONAL = /^(?<type>[a-z]+)(?:\((?<scope>[^()]+)\))?(?<breaking>!)?: (?<text>.+)$/;

interface Entry {
  readonly type: string;
  readonly line: string;
  /** What breaks, where something does. */
  readonly breaking?: string;
}

/**
 * Writes what users notice of a range of commits, as Markdown. Other commits, such as those of `docs` and `test`, are left
 * out unless they break something.
 */
export function releaseNotes(commits: readonly Commit[]): string {
  const entries = commits.flatMap((commit) => readEntry(commit) ?? []);
  const sections = [
    section(
      'Breaking',
      entries.flatMap(({ breaking }) => breaking ?? []),
    ),
    ...SECTIONS.map(([type, title]) =>
      section(
        title,
        entries.filter((entry) => entry.type === type).map(({ line }) => line),
      ),
    ),
  ].filter((text) => text !== '');
  return sections.length > 0 ? sections.join('\n') : 'Nothing that users notice.\n';
}

function section(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? `## ${title}\n\n${lines.map((line) => `- ${line}\n`).join('')}` : '';
}

function readEntry({ hash, subject, body }: Commit): Entry | undefined {
  const { type, scope, breaking, text } = CONVENTIONAL.exec(subject)?.groups ?? {};
  if (type === undefined) return undefined;
  const line = `${scope === undefined ? '' : `**${scope}**: `}${text} (${hash})`;
  const footer = /^BREAKING[ -]CHANGE: (.+)$/m.exec(body)?.[1];
  const broken = footer ?? (breaking && text);
  return { type, line, ...(broken !== undefined && { breaking: `${broken} (${hash})` }) };
}
