const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  testTimeout: 30_000,
};

const project = (displayName, folder, more = {}) => ({
  ...shared,
  displayName,
  rootDir: `${__dirname}/${folder}`,
  testMatch: ['<rootDir>/**/*.test.ts'],
  ...more,
});

/** @type {import('jest').Config} */
module.exports = {
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.js'],
  projects: [
    project('common, Express 5', 'common'),
    project('common, Express 4', 'common', {
      // The library is tested as it stands on both; only here does `express` mean Express 4.
      moduleNameMapper: { '^express$': 'express4', '^express/(.*)$': 'express4/$1' },
      globals: { EXPRESS_MAJOR: 4 },
    }),
    project('auth', 'auth'),
    project('tickets', 'examples/tickets'),
    project('scripts', 'scripts'),
  ],
};
