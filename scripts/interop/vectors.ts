import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../local/data-folder';
import { startForeignService } from './foreign-service';
import { cookieWith } from './cookie';
import type { Command } from './programs';

interface Vectors {
  readonly cookieName: string;
  readonly secrets: readonly string[];
  readonly jwks: object;
  readonly cookieKey: string;
  readonly vectors: readonly {
    readonly name: string;
    readonly jwt?: string;
    readonly cookie?: string;
    readonly verdict: string;
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
  const { cookieName, secrets, jwks, cookieKey, vectors } = JSON.parse(stdout) as Vectors;
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
    for (const { name, jwt, cookie, verdict } of vectors) {
      const said = await service.ask(cookie ?? (jwt === undefined ? undefined : cookieWith(cookieName, jwt)));
      if (said !== verdict) disagreements.push(`${name}: ${said}, not ${verdict}`);
    }
  } finally {
    await service.stop();
  }
  return { asked: vectors.length, disagreements };
}
