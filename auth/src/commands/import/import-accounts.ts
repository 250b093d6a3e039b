import { createReadStream } from 'node:fs';
import type { Connection } from '../../database';
import { CommandError, type Import } from '../command';
import { createAddAccount, type AddAccount, type Added } from './add-account';
import { readAccount, RefusedLine } from './read-account';
import { readLines, type Line } from './read-lines';

/** Many times what the longest email, roles and hash have. */
const MAX_LINE_BYTES = 16_384;
/** So many lines are stored at once. */
const AT_ONCE = 32;
const HELD = 'its email is held for another account right now; run it again later';
const FILE_FAULTS = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENXIO']);

/** What became of a line. */
interface Told {
  readonly number: number;
  readonly outcome: Exclude<Added, 'held'> | 'refused';
  readonly reason?: string;
}

/** `import FILE`; the file `-` is the standard input. */
export function readImport([file, ...more]: readonly string[]): Import | undefined {
  return file && more.length === 0 ? { imports: file } : undefined;
}

/**
 * Makes the accounts of a file of JSON lines. An account that is there already is left as it is, so an import can be
 * repeated. The file is streamed.
 * @param warn takes a line for each line that is refused or left out, with its number and why, and nothing of its content
 * @returns how many lines came to what
 * @throws CommandError with the same, when a line was refused; or when the file cannot be read
 */
export async function importAccounts(
  { imports }: Import,
  connection: Connection,
  warn: (line: string) => void,
): Promise<string> {
  const addAccount = await createAddAccount(connection);
  const counts = { imported: 0, 'there already': 0, 'left as it is': 0, refused: 0 };
  let last = 0;
  try {
    for await (const lines of batchesOf(readLines(open(imports), MAX_LINE_BYTES))) {
      for (const told of await Promise.all(lines.map((line) => importLine(line, addAccount)))) {
        counts[told.outcome] += 1;
        last = told.number;
        const remark = remarkOn(told);
        if (remark !== undefined) warn(`line ${told.number} ${remark}`);
      }
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (FILE_FAULTS.has(code)) throw new CommandError(`cannot read ${imports}: ${code}`);
    warn(`stopped behind line ${last}; what was imported stays, so run the same once more`);
    throw error;
  }
  const summary = `${counts.imported} imported, ${counts['there already']} there already, ${counts['left as it is']} left as they are, ${counts.refused} refused`;
  if (counts.refused > 0) throw new CommandError(summary);
  return summary;
}

function remarkOn({ outcome, reason }: Told): string | undefined {
  if (outcome === 'refused') return `is refused: ${reason}`;
  if (outcome === 'left as it is')
    return 'is left out: its email has an account with another password or other roles';
  return undefined;
}

async function importLine({ number, text }: Line, addAccount: AddAccount): Promise<Told> {
  try {
    if (text === undefined) throw new RefusedLine(`it has more than ${MAX_LINE_BYTES} bytes, or is no UTF-8`);
    const outcome = await addAccount(readAccount(text));
    if (outcome === 'held') return { number, outcome: 'refused', reason: HELD };
    return { number, outcome };
  } catch (error) {
    if (error instanceof RefusedLine) return { number, outcome: 'refused', reason: error.message };
    throw error;
  }
}

function open(file: string): AsyncIterable<Buffer> {
  return file === '-' ? process.stdin : createReadStream(file);
}

/** Lines that are not empty, some at a time. */
async function* batchesOf(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  for await (const line of lines) {
    if (line.text?.trim() === '') continue;
    batch.push(line);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
