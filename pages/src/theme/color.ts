/** Red, green and blue, each 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** WCAG 2.2, success criterion 1.4.3: text of any size. */
const MIN_CONTRAST = 4.5;
const STEPS = 100;
export const WHITE: Color = [255, 255, 255];

/** Reads `#rrggbb`. @returns undefined for anything else */
export function parseColor(text: string): Color | undefined {
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

export function formatColor(color: Color): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The color, or the nearest one towards `pole` that can be read on each of the grounds. */
export function readableOn(color: Color, grounds: readonly Color[], pole: Color): Color {
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(color, pole, step / STEPS);
    if (grounds.every((ground) => contrast(mixed, ground) >= MIN_CONTRAST)) return mixed;
  }
  return pole;
}

/** WCAG's ratio of contrast, 1 to 21. */
export function contrast(one: Color, other: Color): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function mix(color: Color, pole: Color, share: number): Color {
  const part = (index: 0 | 1 | 2) => Math.round(color[index] * (1 - share) + pole[index] * share);
  return [part(0), part(1), part(2)];
}

function luminance([red, green, blue]: Color): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
