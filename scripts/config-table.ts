import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { variables } from '@latchkey/auth/dist/config';
import { duration } from '@latchkey/common/protocol';

/** What envalid keeps of a variable. */
interface Variable {
  readonly desc?: string | undefined;
  readonly default?: string | number | boolean | readonly string[] | undefined;
  readonly choices?: readonly unknown[] | undefined;
  readonly _parse: unknown;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

const MARKED = /(?<=<!-- config:start -->\n).*?(?=<!-- config:end -->)/s;

/** The table of the auth service's environment variables, as Markdown that Prettier leaves as it is. */
export function configTable(): string {
  const rows = Object.entries(variables).map(([name, variable]) => [
    `\`${name}\``,
    defaultOf(variable),
    descriptionOf(variable),
  ]);
  return align([['Variable', 'Default', 'What it is'], ...rows]);
}

/** A README with the table between its two markers. */
export function withConfigTable(readme: string): string {
  if (!MARKED.test(readme)) throw new Error('README.md has no <!-- config:start --> and <!-- config:end -->');
  return readme.replace(MARKED, () => `\n${configTable()}\n`);
}

function defaultOf(variable: Variable): string {
  if (!('default' in variable)) return 'required';
  const { default: value } = variable;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  return `\`${isDuration(variable) ? durationText(Number(value)) : value.toString()}\``;
}

function descriptionOf({ desc = '', choices }: Variable): string {
  const text = choices ? `${desc}: ${choices.map((choice) => `\`${String(choice)}\``).join(', ')}` : desc;
  return text.replaceAll('|', '\\|');
}

function isDuration({ _parse }: Variable): boolean {
  return _parse === (duration() as Variable)._parse;
}

/** Milliseconds in the largest unit that needs no fraction: the text that `duration` reads. */
function durationText(ms: number): string {
  const [unit, size] = UNITS.find(([, size]) => ms % size === 0)!;
  return `${ms / size}${unit}`;
}

function align([head, ...rows]: string[][]): string {
  const widths = head!.map((_, column) => Math.max(...[head!, ...rows].map((row) => row[column]!.length)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return `${[line(head!), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n`;
}

if (require.main === module) {
  const readme = path.resolve(__dirname, '../../README.md');
  writeFileSync(readme, withConfigTable(readFileSync(readme, 'utf8')));
}
