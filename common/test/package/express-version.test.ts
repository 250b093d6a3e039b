import { describe, expect, it } from '@jest/globals';
import { version } from 'express/package.json';
import { express, expressMajor } from '../support/express';

/** The tests run twice, and mean nothing if both runs are about the same Express. */
describe(`the run about Express ${expressMajor}`, () => {
  it('has the Express that its name says', () => {
    expect(version.split('.')[0]).toBe(String(expressMajor));
  });

  it('behaves as that Express does', () => {
    const mountCatchAll = () => express().all('*', (_req, res) => void res.end());
    if (expressMajor === 4) expect(mountCatchAll).not.toThrow();
    else expect(mountCatchAll).toThrow(/Missing parameter name/);
  });
});
