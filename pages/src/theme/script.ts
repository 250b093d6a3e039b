import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILE = join(__dirname, '../../assets/passkeys.js');
/** The library for browsers in one file, which it does not export by name. */
const LIBRARY = join(dirname(require.resolve('@simplewebauthn/browser')), '../dist/bundle/index.umd.min.js');

/** The one script of the pages, for passkeys. Its name changes with its text, so browsers may keep it for good. */
export interface Script {
  readonly text: string;
  /** Such as `vYsm…Q.js`. */
  readonly name: string;
}

export function createScript(): Script {
  const text = `${readFileSync(LIBRARY, 'utf8')}\n${readFileSync(FILE, 'utf8')}`;
  const name = `${createHash('sha256').update(text).digest('base64url').slice(0, 20)}.js`;
  return { text, name };
}
