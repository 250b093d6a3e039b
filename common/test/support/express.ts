import express from 'express';

/** Which Express this run is about; jest.config.js says so for the project that maps `express` to Express 4. */
export const expressMajor = (globalThis as { EXPRESS_MAJOR?: number }).EXPRESS_MAJOR ?? 5;

if (expressMajor === 4) {
  // Express 4 drops the rejections of async handlers without it; on Express 5 it cannot even be loaded.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import cannot be conditional
  require('express-async-errors');
}

export { express };
