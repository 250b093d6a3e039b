import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { variables } from '@latchkey/auth/dist/config/config';
import type { LimitSetting } from '@latchkey/auth/dist/limits/limit';
import { ROOT } from './local/data-folder';

/** `npm run docs:config`: writes the table of the auth service's variables into docs/configuration.md, between its marks. */
interface Variable {
  readonly desc?: string;
  readonly default?: string | number | boolean | readonly string[] | LimitSetting | undefined;
}

const MARKS = /(<!-- config:start -->)[\s\S]*?(<!-- config:end -->)/;
const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const;
const DURATIONS = new Set([
  ...['ACCESS_TTL', 'REFRESH_GRACE', 'SESSION_IDLE', 'SESSION_MAX', 'KEEP_ALIVE'],
  ...['SIGN_IN_EVENTS_KEPT', 'ACCOUNT_EVENTS_KEPT'],
]);

/** The page with the table as it should be. */
export function withConfigTable(page: string): string {
  const rows = Object.entries(variables as Record<string, Variable>).map(
    ([name, variable]) => `| \`${name}\` | ${showDefault(name, variable)} | ${variable.desc ?? ''} |`,
  );
  const table = ['', '', '| variable | default | what |', '| --- | --- | --- |', ...rows, '', ''].join('\n');
  return page.replace(MARKS, (_all, start: string, end: string) => start + table + end);
}

function showDefault(name: string, variable: Variable): string {
  if (!('default' in variable)) return 'required';
  const value = variable.default;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return `\`${DURATIONS.has(name) ? showDuration(Number(value)) : showValue(value)}\``;
}

function showValue(value: NonNullable<Variable['default']>): string {
  return isLimit(value) ? `${value.count}/${showDuration(value.duration)}` : String(value);
}

function isLimit(value: NonNullable<Variable['default']>): value is LimitSetting {
  return typeof value === 'object' && 'duration' in value;
}

function showDuration(ms: number): string {
  const [size, unit] = UNITS.find(([unitMs]) => ms % unitMs === 0) ?? [1, 'ms'];
  return `${ms / size}${unit}`;
}

if (require.main === module) {
  const file = join(ROOT, 'docs/configuration.md');
  writeFileSync(file, withConfigTable(readFileSync(file, 'utf8')));
}
