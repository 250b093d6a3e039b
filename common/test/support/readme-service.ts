import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '../..');
const LISTENS = 'app.listen(3000)';
const TELLS_PORT = "app.listen(0, '127.0.0.1', function () { console.log(this.address().port) })";

export interface ReadmeService {
  readonly port: number;
  readonly stop: () => void;
}

/**
 * Runs a service of the README as a reader would, on a free port.
 * @param word something that this example alone has
 */
export async function startReadmeService(word: string, env: NodeJS.ProcessEnv): Promise<ReadmeService> {
  const blocks = readFileSync(join(PACKAGE, 'README.md'), 'utf8').split(/^```/m);
  const example = blocks.find((block) => block.includes(word) && block.includes(LISTENS));
  if (example === undefined) throw new Error(`the README has no service with ${word}`);
  const script = example.replace(/^ts$/m, '').replace(LISTENS, TELLS_PORT);
  const service = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: PACKAGE, env });
  service.stderr.pipe(process.stderr);
  const [port] = (await once(service.stdout.setEncoding('utf8'), 'data')) as [string];
  return { port: Number(port), stop: () => void service.kill() };
}
