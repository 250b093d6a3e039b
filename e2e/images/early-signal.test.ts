import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { freePorts } from '@latchkey/tools/dist/ports';

/** Sends SIGTERM to the process itself when it begins to load its first package behind the one that listens for it. */
const SIGNAL_WHILE_LOADING = `data:text/javascript,
  import Module from 'node:module';
  const load = Module._load;
  Module._load = function (name, ...rest) {
    if (/^[@a-z]/.test(name) && !name.startsWith('node:') && !name.endsWith('/stop-signal')) {
      Module._load = load;
      process.kill(process.pid, 'SIGTERM');
    }
    return load.call(this, name, ...rest);
  };`;

it.each([
  'auth/dist/main.js',
  'gate/dist/main.js',
  'pages/dist/main.js',
  'examples/tickets/dist/main.js',
  'examples/web/dist/main.js',
])(
  '%s hears SIGTERM while it loads its packages, and ends although nothing that it needs is there',
  async (entry) => {
    const [port, internalPort, nowhere] = await freePorts(3);
    const child = spawn(process.execPath, ['--import', SIGNAL_WHILE_LOADING, entry], {
      cwd: ROOT,
      env: {
        JWT_KEY: 'only-for-tests-only-for-tests-only-for-tests',
        HOST: '127.0.0.1',
        PORT: String(port),
        INTERNAL_PORT: String(internalPort),
        MONGO_URI: `mongodb://127.0.0.1:${nowhere}/nothing`,
        AUTH_URL: `http://127.0.0.1:${nowhere}`,
        TICKETS_URL: `http://127.0.0.1:${nowhere}`,
        REVOCATIONS_URL: `http://127.0.0.1:${nowhere}/revocations`,
        ON_OUTAGE: 'deny',
        POLICIES_FILE: join(ROOT, 'tools/local/policies.yaml'),
        PUBLIC_URL: `http://127.0.0.1:${nowhere}`,
      },
      stdio: 'ignore',
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);
