#!/usr/bin/env node
import { parseArgs } from 'util';
import { migrate } from './migrate';
import { OUR_PACKAGE } from './names';
import { reportOf } from './report';

const USAGE = `Usage: npx @latchkey/common migrate [--dry-run] [--from PACKAGE] FOLDER

Moves the imports of a course-taught service from the library that it has to @latchkey/common.
  --dry-run       says what would change, and writes nothing
  --from PACKAGE  the old library, where it cannot be told from what is imported
`;

/** @returns the exit code: 0 also where something is left to a person, 1 for a fault, 2 for arguments that are none */
async function main(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if (parsed === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { folder, from, dryRun } = parsed;
  try {
    process.stdout.write(`${reportOf(await migrate(folder, { from, dryRun }), dryRun).join('\n')}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
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

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
