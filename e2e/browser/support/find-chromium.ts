import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const HOW = 'there is no Chromium, which these tests need: your system’s package chromium, or Google Chrome';

const folders = (process.env.PATH ?? '').split(delimiter);
const executable = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) =>
  existsSync(file),
);
if (!executable) {
  if (process.env.CI === 'true') throw new Error(HOW);
  process.stderr.write(`skipped: ${HOW}\n`);
}

/** Describes what needs a real browser; where there is none, it is skipped. */
export const describeWithChromium = executable ? describe : describe.skip;

/** Starts it. In a container root has no sandbox; the only pages are ours. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: executable!, args: ['--no-sandbox'] });
}
