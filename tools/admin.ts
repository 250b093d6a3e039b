import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, ROOT } from './local/data-folder';
import { readDevSecrets } from './local/dev-secrets';

/** `npm run admin -- …`: the auth service's command on the database of the local run. */
const file = inFolder('mongo-uri');
const uri = process.env.MONGO_URI ?? (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
const origin = inFolder('public-url');
if (uri === undefined) {
  process.stderr.write('admin: nothing runs here. Start it with npm start, or set MONGO_URI.\n');
  process.exit(1);
}
const { status } = spawnSync(process.execPath, [join(ROOT, 'auth/dist/admin.js'), ...process.argv.slice(2)], {
  env: {
    PATH: process.env.PATH,
    MONGO_URI: uri,
    // What `invite` makes its link of.
    PUBLIC_URL: existsSync(origin) ? readFileSync(origin, 'utf8') : '',
    // What `reencrypt` reads.
    DATA_KEY: process.env.DATA_KEY ?? readDevSecrets().dataKey,
    COOKIE_SECURE: 'false',
  },
  stdio: 'inherit',
});
process.exit(status ?? 1);
