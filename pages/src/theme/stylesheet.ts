import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatColor, parseColor, readableOn, WHITE, type Color } from './color';

const FILE = join(__dirname, '../../assets/styles.css');
/** The grounds of assets/styles.css that accents and texts on accents stand on. */
const LIGHT_GROUNDS: readonly Color[] = [WHITE, [246, 247, 249], [237, 240, 247]];
const DARK_GROUNDS: readonly Color[] = [
  [20, 22, 27],
  [29, 32, 39],
  [38, 43, 54],
];
const BLACK: Color = [0, 0, 0];

/** The one stylesheet of all pages. Its name changes with its text, so browsers may keep it for good. */
export interface Stylesheet {
  readonly text: string;
  /** Such as `vYsm…Q.css`. */
  readonly name: string;
}

/** Makes the stylesheet for an accent. Where the accent cannot be read, the nearest one that can be takes its place. */
export function createStylesheet(accentColor: string): Stylesheet {
  const accent = parseColor(accentColor)!;
  const light = formatColor(readableOn(accent, LIGHT_GROUNDS, BLACK));
  const dark = formatColor(readableOn(accent, DARK_GROUNDS, WHITE));
  const text = `:root{--accent:light-dark(${light},${dark})}\n${readFileSync(FILE, 'utf8')}`;
  const name = `${createHash('sha256').update(text).digest('base64url').slice(0, 20)}.css`;
  return { text, name };
}
