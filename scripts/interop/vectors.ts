import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
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

/** What came of asking a program about every token of `interop/vectors.json`. */
export interface Agreement {
  readonly asked: number;
  /** What it said of those where it does not agree. */
  readonly disagreements: readonly string[];
}

export async function judgeVectors(program: Command): Promise<Agreement> {
  const file = path.join(ROOT, 'interop/vectors.json');
  const { cookieName, secrets, jwks, cookieKey, vectors } = JSON.parse(
    await readFile(file, 'utf8'),
  ) as Vectors;
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
