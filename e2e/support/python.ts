import { describe } from '@jest/globals';
import { hasPython } from '@latchkey/tools/dist/local/reports';

const HOW = 'there is no python3, which these tests need: your system’s package python3';

if (!hasPython()) {
  if (process.env.CI === 'true') throw new Error(HOW);
  process.stderr.write(`skipped: ${HOW}\n`);
}

/** Describes what needs python3; where there is none, it is skipped. */
export const describeWithPython = hasPython() ? describe : describe.skip;
