import { spawn } from 'node:child_process';
import { type Container } from './engine';

/** Runs the program that runs a container and ends with its exit code. */
export function spawnContainer(
  command: string,
  args: readonly string[],
): Pick<Container, 'output' | 'exited'> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { output: () => output, exited };
}
