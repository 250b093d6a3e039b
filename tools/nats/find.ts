import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What to do where there is no nats-server, in one line. */
export const HOW_TO_GET_NATS =
  'there is no nats-server: `go install github.com/nats-io/nats-server/v2@v2.15.1`, or your system’s package nats-server';

/**
 * Finds nats-server on PATH, or where `go install` puts it.
 * @returns its path; undefined when it is not there
 */
export function findNats(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { PATH = '', GOBIN, GOPATH = path.join(homedir(), 'go') } = env;
  const goPaths = GOPATH.split(path.delimiter).map((folder) => path.join(folder, 'bin'));
  return [...PATH.split(path.delimiter), ...(GOBIN ? [GOBIN] : []), ...goPaths]
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, 'nats-server'))
    .find((file) => existsSync(file));
}
