import { startMongo } from '../mongo';
import { inFolder } from './data-folder';

/** Starts the MongoDB of this machine, whose data stays. */
export function startDatabase(say: (line: string) => void) {
  say('starting MongoDB…');
  return startMongo({ dataDir: inFolder('mongo'), progress: say });
}

/** The URI of one database of a server. */
export function withDatabase(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
}
