import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { variables } from '@latchkey/auth/dist/config/config';
import { withConfigTable } from './config-table';

const page = readFileSync(join(__dirname, '../docs/configuration.md'), 'utf8');
/** Without the padding that Prettier gives a table. */
const plain = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

describe('the table of variables', () => {
  it('is what the schema says; npm run docs:config writes it', () => {
    expect(plain(page)).toBe(plain(withConfigTable(page)));
  });

  it('has a row for each variable', () => {
    for (const name of Object.keys(variables)) expect(plain(page)).toContain(`\n| \`${name}\` |`);
  });
});
