import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '@latchkey/common';
import { createHashQueue, type HashQueue } from '../../../src/credentials/password/hash-queue';
import { work } from '../../support/busy-hashes';

/** Runs one hash for an address. */
const hashFor = <T>(queue: HashQueue, address: string, task: () => Promise<T>) =>
  queue.withPlace(address, (hash) => hash(task));

const withPlaces = (places: number) => createHashQueue({ atOnce: 1, atWork: places, places });

/** How many places an address gets in a row. */
async function takeAll(queue: HashQueue, address: string, until: Promise<void>): Promise<number> {
  let taken = 0;
  for (;;) {
    const place = queue.withPlace(address, () => until);
    const later = new Promise<'taken'>((resolve) => setImmediate(() => resolve('taken')));
    const refused = await Promise.race([place.catch((error: unknown) => error), later]);
    if (refused !== 'taken') {
      expect(refused).toBeInstanceOf(UnavailableError);
      expect(refused).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
      return taken;
    }
    taken++;
  }
}

describe('the queue of password hashes', () => {
  it('hands the result of a task back, and its fault', async () => {
    const queue = withPlaces(2);
    expect(await hashFor(queue, 'a', () => Promise.resolve('a hash'))).toBe('a hash');
    const failing = hashFor(queue, 'a', () => Promise.reject(new Error('no memory')));
    await expect(failing).rejects.toThrow('no memory');
    expect(await hashFor(queue, 'a', () => Promise.resolve('the next one'))).toBe('the next one');
  });

  it.each([1, 3])('runs %i at once when it is told so, and never more', async (atOnce) => {
    const queue = createHashQueue({ atOnce, atWork: 100, places: 100 });
    let running = 0;
    let most = 0;
    const task = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    };
    await Promise.all(Array.from({ length: 20 }, (_, n) => hashFor(queue, `${n}`, task)));
    expect(most).toBe(atOnce);
  });

  it('counts what waits', async () => {
    const queue = withPlaces(100);
    const { busy, finish } = work();
    const all = Array.from({ length: 5 }, () => hashFor(queue, 'a', () => busy));
    expect(queue.waiting()).toBe(4);
    finish();
    await Promise.all(all);
    expect(queue.waiting()).toBe(0);
  });

  it('serves the addresses in turn, and each in the order in which it came', async () => {
    const queue = withPlaces(100);
    const { busy, finish } = work();
    const first = hashFor(queue, 'first', () => busy);
    const order: string[] = [];
    const names = ['flood 1', 'flood 2', 'flood 3', 'flood 4', 'person 1', 'office 1', 'office 2'];
    const all = names.map((name) =>
      hashFor(queue, name.split(' ')[0]!, () => {
        order.push(name);
        return Promise.resolve();
      }),
    );
    finish();
    await Promise.all([first, ...all]);
    expect(order).toEqual(['flood 1', 'person 1', 'office 1', 'flood 2', 'office 2', 'flood 3', 'flood 4']);
  });
});

describe('the requests at work', () => {
  it('are never more than it was told, and come in turn by address', async () => {
    const queue = createHashQueue({ atOnce: 1, atWork: 2, places: 100 });
    const { busy, finish } = work();
    const begun: string[] = [];
    const ask = (name: string) =>
      queue.withPlace(name.split(' ')[0]!, () => {
        begun.push(name);
        return busy;
      });
    const all = ['flood 1', 'flood 2', 'flood 3', 'flood 4', 'person 1'].map(ask);
    expect(begun).toEqual(['flood 1', 'flood 2']);
    expect(queue.waiting()).toBe(3);
    finish();
    await Promise.all(all);
    expect(begun.slice(2)).toEqual(['flood 3', 'person 1', 'flood 4']);
    expect(queue.waiting()).toBe(0);
  });

  it('give way to the next after a fault, too', async () => {
    const queue = createHashQueue({ atOnce: 1, atWork: 1, places: 100 });
    const fault = queue.withPlace('a', () => Promise.reject(new Error('a fault')));
    const next = queue.withPlace('b', () => Promise.resolve('the next one'));
    await expect(fault).rejects.toThrow('a fault');
    expect(await next).toBe('the next one');
  });
});

describe('the places for password hashes', () => {
  it('are as many as there are, for all addresses together, and are free again after a fault, too', async () => {
    const queue = withPlaces(10);
    for (let round = 0; round < 3; round++) {
      const { busy, finish } = work();
      const all = Array.from({ length: 10 }, (_, n) => queue.withPlace(`${n}`, () => busy));
      await expect(queue.withPlace('one more', () => busy)).rejects.toBeInstanceOf(UnavailableError);
      finish();
      await Promise.all(all);
      const faults = Array.from({ length: 10 }, (_, n) =>
        queue.withPlace(`${n}`, () => Promise.reject(new Error('a fault'))),
      );
      for (const fault of faults) await expect(fault).rejects.toThrow('a fault');
    }
  });

  it('leave one for everybody else, however many addresses flood', async () => {
    const queue = withPlaces(128);
    const { busy, finish } = work();
    expect(await takeAll(queue, 'flood 1', busy)).toBe(64);
    expect(await takeAll(queue, 'flood 2', busy)).toBe(32);
    for (let n = 3; n <= 6; n++) await takeAll(queue, `flood ${n}`, busy);
    expect(await queue.withPlace('a person', () => Promise.resolve('in'))).toBe('in');
    finish();
  });

  it('are not taken by a task that never came to hash', async () => {
    const queue = withPlaces(1);
    for (let n = 0; n < 5; n++) expect(await queue.withPlace('a', () => Promise.resolve(n))).toBe(n);
  });
});
