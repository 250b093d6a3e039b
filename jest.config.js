const { availableParallelism } = require('node:os');

const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
    // Jest imports no ES module; these are made CommonJS, and what imports one on demand requires it.
    '/node_modules/jose/.+\\.js$|/dist/token/token-encryption\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
};

/** What takes minutes: every image, and a Next.js application, built and run. */
const HEAVY = process.env.FULL ? [] : ['/e2e/images/', '/e2e/nextjs/'];

/** Tests of services that move, which run in a project of their own. */
const NOT_OURS = ['/node_modules/', '/fixtures/moving/'];

const project = (displayName, folder, more = {}) => ({
  ...shared,
  displayName,
  rootDir: `${__dirname}/${folder}`,
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: NOT_OURS,
  ...more,
});

/** For tests on a real database; it is started once, however many projects name it. */
const withMongo = {
  globalSetup: `${__dirname}/tools/dist/testing/global-setup.js`,
  globalTeardown: `${__dirname}/tools/dist/testing/global-teardown.js`,
};

/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 60_000,
  // Tests wait for processes, clocks and the database more than they compute.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Each file leaves some memory behind. All of them in one process end near Node's 4 GB, the last ones collecting garbage.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/tools/testing/closing-reporter.js'],
  projects: [
    project('common, Express 5', 'common'),
    project('common, Express 4', 'common', {
      // The library is tested as it stands on both; only here does `express` mean Express 4.
      moduleNameMapper: { '^express$': 'express4', '^express/(.*)$': 'express4/$1' },
      globals: { EXPRESS_MAJOR: 4 },
      // What has nothing to do with the Express of the run.
      testPathIgnorePatterns: [
        ...NOT_OURS,
        '/common/test/(config|gate-check|migrate|pages|revocations/http|revocations/vectors)/',
      ],
    }),
    project('auth', 'auth', withMongo),
    project('tickets', 'examples/tickets', withMongo),
    project('pages', 'pages'),
    project('gate', 'gate'),
    project('web', 'examples/web'),
    project('tools', 'tools'),
    project('e2e', 'e2e', { testPathIgnorePatterns: [...NOT_OURS, ...HEAVY, '/e2e/browser/'] }),
    project('browser', 'e2e/browser'),
    project('infra', 'infra'),
  ],
};
