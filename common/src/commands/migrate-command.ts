import { parseArgs } from 'util';
import { migrate } from '../migrate/migrate';
import { OUR_PACKAGE } from '../migrate/names';
import { reportOf } from '../migrate/report';
import type { Command } from './command';

/**
 * Reads `migrate [--dry-run] [--from PACKAGE] FOLDER`. Its exit code is 0 also where something is left to a person.
 * @returns undefined when the arguments are others
 */
export function migrateCommand(args: readonly string[]): Command | undefined {
  const parsed = parse(args);
  if (parsed === undefined) return undefined;
  const { folder, from, dryRun } = parsed;
  return async () => ({ lines: reportOf(await migrate(folder, { from, dryRun }), dryRun), exitCode: 0 });
}

function parse(args: readonly string[]) {
  const options = { 'dry-run': { type: 'boolean', default: false }, from: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, folder, ...more] = positionals;
    if (command !== 'migrate' || folder === undefined || more.length > 0) return undefined;
    // From ours to ours, names that stay would be split off.
    if (values.from === OUR_PACKAGE) return undefined;
    return { folder, from: values.from, dryRun: values['dry-run'] };
  } catch {
    return undefined;
  }
}
