import { texts } from '../texts/texts';

const BROWSERS = ['Firefox', 'Edg', 'Chrome', 'Safari', 'curl'];
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'];

/** What a person would call a device; Chrome also says Safari, and Edge also says both. */
export function deviceName(userAgent: string): string {
  const browser = BROWSERS.find((name) => userAgent.includes(name))?.replace('Edg', 'Edge');
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  const program = browser ?? texts.devices.unknownProgram;
  return system === undefined ? program : texts.devices.on(program, system);
}
