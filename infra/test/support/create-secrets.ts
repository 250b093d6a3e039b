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

interface Run {
  readonly status: number | null;
  readonly output: string;
}

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

  /** Runs the script, that of this repository unless told otherwise. */
  create(
    overlay?: string,
    env: NodeJS.ProcessEnv = {},
    users: readonly string[] = [],
    infra: string = INFRA,
  ): Run {
    return this.#bash(
      [join(infra, 'k8s/create-secrets.sh'), ...(overlay === undefined ? [] : [overlay]), ...users],
      env,
    );
  }

  /** Runs commands as an operator would paste them; where they sleep, a mark is left among the restarts. */
  paste(commands: string): Run {
    return this.#bash([
      '-euo',
      'pipefail',
      '-c',
      `sleep() { kubectl rollout restart deployment sleep; }\n${commands}`,
    ]);
  }

  #bash(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
    const { status, stdout, stderr } = spawnSync('bash', args, {
      encoding: 'utf8',
      env: { PATH: `${join(__dirname, 'bin')}:${process.env.PATH}`, SECRETS: this.#secrets, ...env },
    });
    return { status, output: stdout + stderr };
  }

  /** What is there now. */
  get secrets(): Secrets {
    return readSecrets(this.#secrets);
  }

  /** The deployments that were restarted, one after the other, and what was there then. */
  get restarts(): readonly { readonly deployment: string; readonly secrets: Secrets }[] {
    const folder = join(this.#folder, 'restarts');
    return readdirSync(folder)
      .sort()
      .map((name) => ({ deployment: name.slice(4), secrets: readSecrets(join(folder, name)) }));
  }

  /** All that kubectl was told in its arguments, which everyone on the machine can read. */
  get kubectlArguments(): string {
    const file = join(this.#folder, 'arguments');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }
}

function readSecrets(folder: string): Secrets {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const keys = readdirSync(join(folder, name));
      const read = (key: string) => readFileSync(join(folder, name, key), 'utf8');
      return [
        name,
        Object.fromEntries(keys.map((key) => [key, Buffer.from(read(key), 'base64').toString()])),
      ];
    }),
  );
}

const made = new Map<string, Secrets>();

/** The Secrets that the script makes for an overlay in an empty namespace: the same ones for all tests of a file. */
export function secretsFor({ name }: Overlay): Secrets {
  const known = made.get(name);
  if (known) return known;
  const namespace = new Namespace();
  const { status, output } = namespace.create(name, { MONGO_URI });
  if (status !== 0) throw new Error(output);
  const { secrets } = namespace;
  made.set(name, secrets);
  return secrets;
}
