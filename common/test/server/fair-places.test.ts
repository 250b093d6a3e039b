import { beforeEach, describe, expect, it } from '@jest/globals';
import { createFairPlaces, type FairPlaces } from '../../src/server/fair-places';

let evicted: string[];
let places: FairPlaces<string>;

beforeEach(() => {
  evicted = [];
  places = createFairPlaces<string>(6, (holder) => void evicted.push(holder));
});

const takeAll = (address: string, count: number) =>
  Array.from({ length: count }, (_, n) => places.take(address, `${address}-${n}`));

describe('places that are shared out by address', () => {
  it('are refused to an address that has them all', () => {
    takeAll('taken', 6);
    expect(places.take('taken', 'more')).toBeUndefined();
    expect([places.taken, evicted]).toEqual([6, []]);
  });

  it('are given up by the address that has the most, the last first, until all have as many', () => {
    takeAll('taken', 6);
    takeAll('honest', 6);
    expect(evicted).toEqual(['taken-5', 'taken-4', 'taken-3']);
    expect(places.taken).toBe(6);
    takeAll('another', 6);
    expect(evicted.slice(3).sort()).toEqual(['honest-2', 'taken-2']);
  });

  it('tell who holds one', () => {
    takeAll('one', 2);
    const [giveBack] = takeAll('another', 2);
    giveBack!();
    expect(places.holders()).toEqual(['one-0', 'one-1', 'another-1']);
  });

  it('can be had again once they are given back, and each is given back once', () => {
    const [giveBack] = takeAll('one', 6);
    giveBack!();
    giveBack!();
    expect(places.taken).toBe(5);
    expect(places.take('one', 'again')).toBeDefined();
    expect(places.take('one', 'more')).toBeUndefined();
  });

  it('are not given back a second time by a holder that was evicted', () => {
    const all = takeAll('taken', 6);
    places.take('honest', 'h');
    all.forEach((giveBack) => giveBack!());
    expect(places.taken).toBe(1);
  });
});
