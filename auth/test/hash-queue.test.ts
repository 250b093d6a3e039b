import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '@latchkey/common';
import { createHashQueue } from '../src/accounts/hash-queue';

/** Work that ends when the test says so. */
function work() {
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  return { done, finish };
}

describe('the queue of password hashes', () => {
  it('hands the result of a task back', async () => {
    expect(await createHashQueue(1).run(() => Promise.resolve('a hash'))).toBe('a hash');
  });

  it.each([1, 3])('runs %i at once when there are so many cores, and never more', async (cores) => {
    const queue = createHashQueue(cores);
    let running = 0;
    let most = 0;
    const task = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    };
    await Promise.all(Array.from({ length: 20 }, () => queue.run(task)));
    expect(most).toBe(cores);
  });

  it.each([1, 2])('lets 64 wait for each of %i cores and refuses what is more', async (cores) => {
    const queue = createHashQueue(cores);
    const { done, finish } = work();
    const accepted = Array.from({ length: cores * 65 }, () => queue.run(() => done));
    expect(queue.waiting()).toBe(cores * 64);

    const refused = await queue.run(() => done).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UnavailableError);
    expect(refused).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
    expect(queue.waiting()).toBe(cores * 64);

    finish();
    await Promise.all(accepted);
    expect(queue.waiting()).toBe(0);
    expect(await queue.run(() => Promise.resolve('free again'))).toBe('free again');
  });

  it('goes on after a task that fails, and tells whoever asked for it', async () => {
    const queue = createHashQueue(1);
    const failing = queue.run(() => Promise.reject(new Error('no memory')));
    const next = queue.run(() => Promise.resolve('the next one'));
    await expect(failing).rejects.toThrow('no memory');
    expect(await next).toBe('the next one');
  });

  it('serves first who came first', async () => {
    const queue = createHashQueue(1);
    const order: number[] = [];
    const run = (n: number) =>
      queue.run(() => {
        order.push(n);
        return Promise.resolve();
      });
    await Promise.all([0, 1, 2, 3, 4].map(run));
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });
});
