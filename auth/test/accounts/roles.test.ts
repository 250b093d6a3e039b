import { expect, it } from '@jest/globals';
import { validateRoles } from '../../src/accounts/roles';

const CHARACTERS = 'a role is 1 to 64 of a-z, 0-9, colon, underscore and hyphen';

/** Roles of so many characters each, all different. */
const roles = (count: number, length: number) =>
  Array.from({ length: count }, (_, n) => String(n).padStart(length, 'r'));

it.each([
  ['none', []],
  ['the usual', ['admin', 'tickets:purchase', 'a_b-c', '0']],
  ['the longest', ['r'.repeat(64)]],
  ['the most', roles(32, 2)],
  ['the most characters', roles(24, 50)],
])('takes %s', (_what, fine) => {
  expect(validateRoles(fine)).toBeUndefined();
});

it.each([
  ['an empty one', ['']],
  ['one of 65 characters', ['r'.repeat(65)]],
  ['a capital letter', ['Admin']],
  ['a space', ['two words']],
  ['a comma, which joins roles in a header', ['a,b']],
  ['a line end', ['admin\n']],
  ['a letter beyond ASCII', ['rôle']],
  ['a faulty one behind a fine one', ['admin', 'Admin']],
])('refuses %s', (_what, faulty) => {
  expect(validateRoles(faulty)).toBe(CHARACTERS);
});

it('refuses more than 32', () => {
  expect(validateRoles(roles(33, 2))).toBe('an account has at most 32 roles');
});
