import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { startForeignService, type Cookie, type Said } from './foreign-service';
import { cookieWith } from './cookie';
import type { Command } from './programs';

interface Vectors {
  readonly cookieName: string;
  readonly secrets: readonly string[];
  readonly jwks: object;
  readonly cookieKey: string;
  /** Who valid tokens are from, unless a vector names another. */
  readonly user: object;
  readonly vectors: readonly {
    readonly name: string;
    readonly jwt?: string;
    readonly cookie?: Cookie;
    readonly verdict: string;
    readonly user?: object;
  }[];
}

const execute = promisify(execFile);

/** What came of asking a program about every test vector. */
export interface Agreement {
  readonly asked: number;
  /** What it said of those where it does not agree. */
  readonly disagreements: readonly string[];
}

/** Asks a program about vectors that are made for this moment, which those of `interop/vectors.json` are not. */
export async function judgeVectors(program: Command): Promise<Agreement> {
  const maker = path.join(ROOT, 'interop/make-vectors.mjs');
  const { stdout } = await execute(process.execPath, [maker], { maxBuffer: 16 * 1024 * 1024 });
  const { cookieName, secrets, jwks, cookieKey, user: usual, vectors } = JSON.parse(stdout) as Vectors;
  const publisher = createServer((_req, res) => void res.end(JSON.stringify(jwks)));
  publisher.listen(0, '127.0.0.1');
  await once(publisher, 'listening');
  const service = await startForeignService(program, {
    JWT_KEY: secrets.join(','),
    JWKS_URL: `http://127.0.0.1:${(publisher.address() as AddressInfo).port}/`,
    COOKIE_KEY: cookieKey,
  }).finally(() => publisher.close());
  const disagreements: string[] = [];
  try {
    for (const { name, jwt, cookie, verdict, user = usual } of vectors) {
      const sent = cookie ?? (jwt === undefined ? undefined : cookieWith(cookieName, jwt));
      const said: Said = await service.ask(sent).catch(() => ({ verdict: 'no answer' }));
      if (said.verdict !== verdict) disagreements.push(`${name}: ${said.verdict}, not ${verdict}`);
      else if (verdict === 'ok' && !isDeepStrictEqual(said.user, user))
        disagreements.push(`${name}: ${JSON.stringify(said.user)}, not ${JSON.stringify(user)}`);
    }
  } finally {
    await service.stop();
  }
  return { asked: vectors.length, disagreements };
}
