import { describe, it } from '@jest/globals';
import { checkImages } from '../dist/images/check-images';
import { findEngine, NO_ENGINE } from '../dist/images/find-engine';

/** The packages of everything are fetched for a build. */
const TIMEOUT_MS = 15 * 60_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

const engine = findEngine();
const { SKIP_IMAGES, CI } = process.env;
const obstacle = SKIP_IMAGES ?? (engine ? undefined : NO_ENGINE);
if (obstacle !== undefined) say(`the images are not checked: ${obstacle}`);

// A machine that is there to test has what it needs, or says that it cannot have it.
const mustRun = SKIP_IMAGES === undefined && (engine ?? CI) !== undefined;
(mustRun ? describe : describe.skip)('the images', () => {
  it(
    'hold nothing of the tests, work without privileges, and end when told',
    async () => {
      if (!engine) throw new Error(NO_ENGINE);
      await checkImages(engine, say);
    },
    TIMEOUT_MS,
  );
});
