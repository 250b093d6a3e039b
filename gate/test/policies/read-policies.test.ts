import { ConfigurationError } from '@latchkey/common';
import { describe, expect, it } from '@jest/globals';
import { readPolicies } from '../../src/policies/read-policies';

function faultsOf(text: string): readonly string[] {
  try {
    readPolicies(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  throw new Error('It was read.');
}

describe('the policies of a file', () => {
  it('are read from YAML', () => {
    const policies = readPolicies(`
      staff: { role: staff, maxAge: 10m, signIn: true }
      guest: { optional: true, handOn: true }
      signed-in: {}
      admin-1: { acr: aal2, verifiedEmail: true, signIn: nginx }
    `);
    expect([...policies.keys()]).toEqual(['staff', 'guest', 'signed-in', 'admin-1']);
    expect(policies.get('guest')).toMatchObject({ name: 'guest', isOptional: true, handsTokenOn: true });
    expect(policies.get('guest')!.signIn).toBeUndefined();
    expect(policies.get('staff')!.signIn).toBe('redirect');
    expect(policies.get('admin-1')!.signIn).toBe('nginx');
  });

  it('are read from JSON', () => {
    expect(readPolicies('{"staff":{"role":"staff"}}').has('staff')).toBe(true);
  });

  it.each([
    ['an unknown rule', 'a: { roles: [admin] }', /^POLICIES_FILE: a\.roles is no rule; there are role, /],
    ['a rule of Object', 'a: { constructor: true }', /a\.constructor is no rule/],
    ['a list of roles', 'a: { role: [admin] }', /a\.role must be a role/],
    ['an empty role', "a: { role: '' }", /a\.role must be a role/],
    ['a role that nobody can have', 'a: { role: Admin }', /a\.role must be a role/],
    ['a role that is a number', 'a: { role: 1 }', /a\.role must be a role/],
    ['a number as duration', 'a: { maxAge: 600 }', /a\.maxAge must be a duration/],
    ['no duration', 'a: { maxAge: soon }', /a\.maxAge must be a duration/],
    ['a duration of nothing', 'a: { maxAge: 0m }', /a\.maxAge must be a duration/],
    ['another acr', 'a: { acr: aal1 }', /a\.acr must be aal2/],
    [
      'a rule that is switched off',
      'a: { verifiedEmail: false }',
      /a\.verifiedEmail must be true, or left out/,
    ],
    ['a text for true', "a: { optional: 'true' }", /a\.optional must be true/],
    ['yes for true', 'a: { handOn: yes }', /a\.handOn must be true/],
    ['another way to sign in', 'a: { signIn: redirect }', /a\.signIn must be true, nginx/],
    ['optional with a role', 'a: { optional: true, role: b }', /a\.optional lets everybody through, so role/],
    ['optional with a way to sign in', 'a: { optional: true, signIn: true }', /so signIn must not/],
    ['a name with capitals', 'Staff: {}', /Staff is no name/],
    ['a name with a slash', 'a/b: {}', /is no name/],
    ['a name with a percent sign', '"%61": {}', /is no name/],
    ['a number as name', '1: {}', /1 is no name/],
    ['an empty name', '"": {}', /is no name/],
    ['a long name', `${'a'.repeat(65)}: {}`, /is no name/],
    ['a policy without rules', 'a:', /a must have rules, such as \{\}/],
    ['a policy that is a list', 'a: []', /a must have rules/],
    ['an empty file', '', /must have a name with its rules/],
    ['a list', '- a', /must have a name with its rules/],
    ['no policy', '{}', /must have a name with its rules/],
    ['the same name twice', 'a: { role: b }\na: {}', /unique/],
    ['no YAML', 'a: {', /POLICIES_FILE: /],
    ['aliases without end', bomb(), /POLICIES_FILE: /],
  ])('are refused with %s', (_what, text, fault) => {
    expect(faultsOf(text).join('\n')).toMatch(fault);
  });

  it('are refused with all faults at once', () => {
    expect(faultsOf('a: { role: 1, acr: 2 }\nB: {}')).toHaveLength(3);
  });

  it('do not take __proto__ for one', () => {
    expect(faultsOf('__proto__: { role: a }')[0]).toMatch(/__proto__ is no name/);
    expect(faultsOf('a: { __proto__: { optional: true } }')[0]).toMatch(/a\.__proto__ is no rule/);
  });
});

/** Ten lists, each of ten times the one before. */
function bomb(): string {
  const lines = ['l0: &l0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let n = 1; n < 10; n++)
    lines.push(
      `l${n}: &l${n} [${Array(10)
        .fill(`*l${n - 1}`)
        .join(', ')}]`,
    );
  return lines.join('\n');
}
