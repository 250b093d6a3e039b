import { existsSync, readFileSync } from 'fs';

/** What came of looking for variables in files. */
interface Found {
  /** The environment with the contents in place of the names of files; what is empty counts as not set. */
  readonly env: Readonly<Record<string, string>>;
  /** What is wrong, by the variable that it is about: paths of files that are there, and no contents. */
  readonly faults: ReadonlyMap<string, string>;
}

/**
 * Reads variables that are given as files, as Docker and Kubernetes mount secrets: `NAME_FILE` names the file that holds
 * the value of `NAME`, in UTF-8, and one line break at its end is not part of it.
 * @param names the variables that may be given so
 */
export function readVariableFiles(env: NodeJS.ProcessEnv, names: readonly string[]): Found {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value) present[name] = value;
  const faults = new Map<string, string>();
  for (const name of names) {
    const path = present[`${name}_FILE`];
    if (path === undefined) continue;
    delete present[`${name}_FILE`];
    const value = readFile(path);
    if (present[name] !== undefined) faults.set(name, `${name} and ${name}_FILE are both set; take one away`);
    else if (typeof value === 'string') present[name] = value;
    else faults.set(name, `${name}_FILE names ${shown(path)}, which ${value.fault}`);
  }
  return { env: present, faults };
}

/** What is no path may be the secret itself, in the wrong variable. */
function shown(path: string): string {
  return existsSync(path) ? path : 'a file';
}

function readFile(path: string): string | { readonly fault: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { fault: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
  try {
    const value = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
    return value === '' ? { fault: 'is empty' } : value;
  } catch {
    return { fault: 'is no text in UTF-8' };
  }
}
