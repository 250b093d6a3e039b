import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { INFRA, type Overlay } from './overlay';

/** The values of Secrets, by name and key. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const MONGO_URI = 'mongodb://auth:p%40ss@db-0.example.com,db-1.example.com/auth?replicaSet=rs0';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A namespace that infra/k8s/create-secrets.sh can be run against, as often as one likes. */
export class Namespace {
  readonly #folder = mkdtempSync(join(folder, 'namespace-'));
  readonly #secrets = join(this.#folder, 'secrets');

  constructor(secrets: Secrets = {}) {
    mkdirSync(this.#secrets);
    for (const [name, values] of Object.entries(secrets)) {
      mkdirSync(join(this.#secrets, name));
      for (const [key, value] of Object.entries(values)) {
        writeFileSync(join(this.#secrets, name, key), Buffer.from(value).toString('base64'));
      }
    }
  }

  /** Runs the script. */
  create(
    overlay?: string,
    env: NodeJS.ProcessEnv = {},
    users: readonly string[] = [],
  ): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(
      'bash',
      [join(INFRA, 'k8s/create-secrets.sh'), ...(overlay === undefined ? [] : [overlay]), ...users],
      {
        encoding: 'utf8',
        env: { PATH: `${join(__dirname, 'bin')}:${process.env.PATH}`, SECRETS: this.#secrets, ...env },
      },
    );
    return { status, output: stdout + stderr };
  }

  /** What is there now. */
  get secrets(): Secrets {
    return Object.fromEntries(
      readdirSync(this.#secrets).map((name) => {
        const keys = readdirSync(join(this.#secrets, name));
        const read = (key: string) => readFileSync(join(this.#secrets, name, key), 'utf8');
        return [
          name,
          Object.fromEntries(keys.map((key) => [key, Buffer.from(read(key), 'base64').toString()])),
        ];
      }),
    );
  }

  /** All that kubectl was told in its arguments, which everyone on the machine can read. */
  get kubectlArguments(): string {
    const file = join(this.#folder, 'arguments');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }
}

/** The Secrets that the script makes for an overlay in an empty namespace. */
export function secretsFor(overlay: Overlay): Secrets {
  const namespace = new Namespace();
  const { status, output } = namespace.create(overlay, { MONGO_URI });
  if (status !== 0) throw new Error(output);
  return namespace.secrets;
}
