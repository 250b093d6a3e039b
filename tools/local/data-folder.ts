import { join, resolve } from 'node:path';

/** The repository, seen from the compiled scripts. */
export const ROOT = resolve(__dirname, '../../..');

const { LATCHKEY_DATA = '' } = process.env;

/** What the local run keeps between runs: LATCHKEY_DATA, or a folder that git ignores. */
export const DATA_FOLDER = LATCHKEY_DATA === '' ? join(ROOT, '.latchkey') : LATCHKEY_DATA;

/** A file or folder of the local run's data. */
export function inFolder(name: string): string {
  return join(DATA_FOLDER, name);
}
