import { readFileSync } from 'node:fs';

/** The version of the service: that of the library, since both are released together. */
export const { version } = JSON.parse(
  readFileSync(require.resolve('@latchkey/common/package.json'), 'utf8'),
) as { readonly version: string };
