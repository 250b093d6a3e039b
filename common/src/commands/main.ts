#!/usr/bin/env node
import { gateCheckCommand } from './gate-check-command';
import { migrateCommand } from './migrate-command';

const USAGE = `Usage: npx @latchkey/common migrate [--dry-run] [--from PACKAGE] FOLDER
       npx @latchkey/common gate check FILE

migrate     moves the imports of a course-taught service from the library that it has to @latchkey/common.
  --dry-run       says what would change, and writes nothing
  --from PACKAGE  the old library, where it cannot be told from what is imported

gate check  sends spoofed requests to the URLs of FILE, which are behind a proxy, and says which of them get through.
`;

/** @returns the exit code, 2 for arguments that are none */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const parsed =
    name === 'gate' ? gateCheckCommand(args, process.env) : migrateCommand([name ?? '', ...args]);
  if (parsed === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    const { lines, exitCode } = await parsed();
    process.stdout.write(`${lines.join('\n')}\n`);
    return exitCode;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
