import { afterEach, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { newEmail, PASSWORD } from '../../support/people';
import { endSpawned, startAuthProcess, type AuthProcess } from '../../support/spawn-auth';

const BELOW_NORMAL = 10;
/** Where the nice value stands in /proc/…/stat, counted from what is behind the name in parentheses (proc(5)). */
const NICE = 16;

afterEach(endSpawned);

interface Thread {
  readonly id: number;
  readonly nice: number;
  /** How long it has run, in ns. */
  readonly ranNs: number;
}

async function threadsOf({ child }: AuthProcess): Promise<Thread[]> {
  const folder = `/proc/${child.pid}/task`;
  return Promise.all(
    (await readdir(folder)).map(async (id) => {
      const stat = await readFile(`${folder}/${id}/stat`, 'utf8');
      const [ran] = (await readFile(`${folder}/${id}/schedstat`, 'utf8')).split(' ');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { id: Number(id), nice: Number(fields[NICE]), ranNs: Number(ran) };
    }),
  );
}

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('the threads of the service', () => {
  it('hash at a lower priority than that of the event loop', async () => {
    const auth = await startAuthProcess({ UV_THREADPOOL_SIZE: '3' });
    const lower = async () => (await threadsOf(auth)).filter(({ nice }) => nice === BELOW_NORMAL);
    const before = await lower();
    expect(before).toHaveLength(3);
    expect(before.map(({ id }) => id)).not.toContain(auth.child.pid);
    for (let i = 0; i < 5; i++) {
      await auth
        .request()
        .post('/api/users/signup')
        .send({ email: newEmail(), password: PASSWORD })
        .expect(201);
    }
    const ranNs = (threads: Thread[]) => threads.reduce((sum, each) => sum + each.ranNs, 0);
    // No machine makes a hash of 19 MiB in less than a millisecond.
    expect(ranNs(await lower()) - ranNs(before)).toBeGreaterThan(5e6);
  });
});
