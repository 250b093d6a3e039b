import { spawn } from 'node:child_process';
import { type Socket } from 'node:net';

/**
 * Ends the process `pid` when this process ends, however it ends. The result takes the guard away again.
 *
 * A shell waits on a pipe from this process, which the system closes also after SIGKILL, when no handler here can run.
 */
export function endWithThisProcess(pid: number): () => void {
  const guard = spawn('sh', ['-c', 'read _; kill -TERM "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell there is no guard: the server may then outlive a parent that is killed.
  guard.on('error', () => undefined);
  guard.unref();
  (guard.stdin as Socket).unref();
  return () => guard.kill('SIGKILL');
}
