import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sharedVariables } from '../src/config/environment';
import * as library from '../src/index';
import * as testing from '../src/testing';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
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
