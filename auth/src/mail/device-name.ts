import type { Catalogue } from './message';

const BROWSERS = ['Firefox', 'Edg', 'Chrome', 'Safari', 'curl'];
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'];

/**
 * What a person would call a device. Only names of these lists are shown: a stranger chooses the user agent, and could write to
 * people in it. Chrome also says Safari, and Edge also says both.
 */
export function deviceName(userAgent: string, { on, unknownProgram }: Catalogue): string {
  const browser = BROWSERS.find((name) => userAgent.includes(name))?.replace('Edg', 'Edge');
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  const program = browser ?? unknownProgram;
  return system === undefined ? program : on(program, system);
}
