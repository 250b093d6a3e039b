import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commands of "Five minutes" in the README that ask the services, without the ones that wait for a token to expire. */
function commandsOf(readme: string): string {
  const [, tour = ''] = readme.split('\n## Five minutes\n');
  const blocks = Array.from(
    tour.split('\n## ', 1)[0]!.matchAll(/^```sh\n([^`]+)^```/gm),
    ([, block]) => block!,
  );
  return blocks.filter((block) => block.includes('curl ') && !block.includes('sleep ')).join('\n');
}

/**
 * Pastes the README's tour into a shell, for a local run at `url`.
 * @returns the answers, in order
 */
export async function runTour(
  readme: string,
  url: string,
  adminPassword: string,
): Promise<{ readonly code?: string }[]> {
  const script = commandsOf(readme).replaceAll('http://localhost:3000', url);
  const env = { ...process.env, ADMIN_PASSWORD: adminPassword };
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-c', script], { env });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { code?: string });
}
