import { expect, it } from '@jest/globals';
import { freePort } from '../ports';
import { findPorts } from './services';

it('gives no service the port of the entry, on which nothing listens yet', async () => {
  const entry = (await freePort()) + 1;
  const found = Object.values(await findPorts(entry)).flatMap(({ port, internalPort }) => [
    port,
    internalPort,
  ]);
  expect(found).not.toContain(entry);
  expect(new Set(found).size).toBe(12);
});
