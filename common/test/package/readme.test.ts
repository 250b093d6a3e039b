import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sharedVariables } from '../../src/config/environment';
import * as library from '../../src/index';
import { engines, peerDependencies } from '../../package.json';
import * as testing from '../../src/testing';
import { devDependencies } from '../fixtures/moving/box-office/package.json';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
const rows = readme.split('\n').filter((line) => line.startsWith('|'));
const explained = rows.flatMap((row) => Array.from(row.matchAll(/`(\w+)/g), ([, name]) => name));

describe('the README', () => {
  it.each([...Object.keys(library), ...Object.keys(testing), ...Object.keys(sharedVariables)])(
    'tells what %s is',
    (name) => {
      expect(explained).toContain(name);
    },
  );
});

/** The first two numbers of a version or range. */
const floorOf = (version: string) => /\d+(\.\d+)?/.exec(version)![0];

/** What a service is tested on (moving-services.test.ts), and what the package asks for. */
const floors = [
  `Node ${floorOf(engines.node)}`,
  `Express ${floorOf(peerDependencies.express)}`,
  `TypeScript ${floorOf(devDependencies.typescript)}`,
  `Jest ${parseInt(devDependencies.jest)}`,
];

it.each(['common/README.md', 'README.md', 'docs/migrating.md'])('%s has the floors', (page) => {
  const text = readFileSync(join(__dirname, '../../..', page), 'utf8');
  for (const floor of floors) expect(text).toContain(floor);
});
