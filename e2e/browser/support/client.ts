import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** The library for browsers, as `latchkey`, for a page to evaluate. */
export const client = buildSync({
  entryPoints: [join(__dirname, '../../../common/dist/client.mjs')],
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'latchkey',
}).outputFiles[0]!.text.replace('"use strict";', '');
