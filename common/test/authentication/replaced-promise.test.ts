import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { introspectionServer } from '../support/introspection-server';
import { CREDENTIAL, json, jwt } from '../support/asking-service';
import { SECRET } from '../support/tokens';

/** A service that lets in who `requireActive` lets in, with a global Promise of somebody else. */
const SERVICE = `
  const replace = () => (globalThis.Promise = class Replaced extends Promise {});
  if (process.argv[1] === 'before') replace();
  const { createAuthentication } = require(process.cwd());
  if (process.argv[1] === 'after') replace();
  const { requireActive, onRevoked } = createAuthentication({
    jwtKey: process.env.KEY,
    introspection: { url: process.env.URL, token: process.env.CREDENTIAL },
  });
  const req = { method: 'POST', headers: { authorization: 'Bearer ' + process.env.TOKEN } };
  onRevoked(req, () => undefined);
  requireActive(req, {}, (error) => console.log(error?.code ?? 'let in'));
`;

it.each(['before', 'after'])(
  'a revoked token stays refused, and the process lives, when Promise is replaced %s the import',
  async (when) => {
    const auth = await introspectionServer();
    auth.answer(json({ active: false }));
    const env = { ...process.env, KEY: SECRET, URL: auth.url, CREDENTIAL, TOKEN: jwt };
    const run = promisify(execFile)(process.execPath, ['-e', SERVICE, when], {
      cwd: `${__dirname}/../..`,
      env,
    });
    expect(await run.finally(() => auth.stop())).toEqual({ stdout: 'token_revoked\n', stderr: '' });
  },
);
