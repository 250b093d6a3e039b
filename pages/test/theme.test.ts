import { describe, expect, it } from '@jest/globals';
import { contrast, parseColor, type Color } from '../src/theme/color';
import { createStylesheet } from '../src/theme/stylesheet';

const LIGHT = ['#ffffff', '#f6f7f9', '#edf0f7'];
const DARK = ['#14161b', '#1d2027', '#262b36'];
const read = (text: string): Color => parseColor(text)!;

/** The accents of a stylesheet, for light and for dark. */
function accentsOf(color: string): [light: string, dark: string] {
  const [, light, dark] = /--accent:light-dark\((#\w+),(#\w+)\)/.exec(createStylesheet(color).text)!;
  return [light!, dark!];
}

describe('an accent', () => {
  it('is kept where it can be read', () => {
    expect(accentsOf('#2f4fd0')[0]).toBe('#2f4fd0');
    expect(accentsOf('#9db1ff')[1]).toBe('#9db1ff');
  });

  it.each(['#ffff00', '#ffffff', '#000000', '#ff0000', '#777777', '#2f4fd0', '#00ff88'])(
    '%s keeps the contrast of WCAG on every ground',
    (color) => {
      const [light, dark] = accentsOf(color);
      for (const ground of LIGHT) expect(contrast(read(light), read(ground))).toBeGreaterThanOrEqual(4.5);
      for (const ground of DARK) expect(contrast(read(dark), read(ground))).toBeGreaterThanOrEqual(4.5);
      // The text of a button.
      expect(contrast(read(dark), read('#0d0f14'))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('makes another name of the stylesheet', () => {
    expect(createStylesheet('#2f4fd0').name).not.toBe(createStylesheet('#0a7d5f').name);
    expect(createStylesheet('#2f4fd0').name).toMatch(/^[\w-]{20}\.css$/);
  });

  it('stands on grounds that the stylesheet has', () => {
    const { text } = createStylesheet('#2f4fd0');
    for (const ground of [...LIGHT, ...DARK, '#0d0f14']) expect(text).toContain(ground);
  });
});
