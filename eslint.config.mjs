import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import prettier from 'eslint-config-prettier';
import { rules as regexpRules } from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { zones as rooms } from './tools/lint/rooms.mjs';

/** Every arrow between the packages points one way: `from` must not be imported by `target`. */
const packages = [
  { target: 'common', from: ['auth', 'gate', 'examples', 'tools', 'e2e', 'bench'] },
  { target: 'auth/src', from: ['gate', 'examples', 'tools', 'e2e', 'bench'] },
  { target: 'tools', from: ['examples', 'e2e', 'bench'] },
  {
    target: ['examples/tickets/src', 'examples/web/src', 'examples/web/app'],
    from: ['auth', 'tools', 'e2e', 'bench'],
  },
  { target: 'examples/web/src', from: ['examples/web/app'] },
  { target: 'pages/src', from: ['auth', 'gate', 'examples', 'tools', 'e2e', 'bench'] },
  { target: 'gate/src', from: ['auth', 'pages', 'examples', 'tools', 'e2e', 'bench'] },
];

/**
 * What a store can do is declared in its room's storage.ts. Only the compositions (stores.ts and the commands) and the
 * stores themselves import an implementation.
 */
const stores = [
  {
    target: 'auth/src/!(commands)/**/!(*-store).ts',
    from: 'auth/src/**/*-store.ts',
    message: 'Import the interface in storage.ts; stores.ts and commands/ choose the implementation.',
  },
  { target: 'auth/src/!(stores).ts', from: 'auth/src/**/*-store.ts' },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/build/',
      '**/.react-router/',
      '**/node_modules/',
      '.latchkey/',
      // Services of others, with their own packages, compilers and habits.
      'common/test/fixtures/moving/',
      'examples/nextjs/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,mts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver(), createNodeResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...packages, ...rooms, ...stores] }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: ['describe', 'it', 'test'] },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  {
    name: 'no regular expression takes more than linear time',
    files: ['**/*.{js,mjs,cjs,ts,mts,tsx}'],
    ignores: ['**/test/**', '**/browser/**', '**/*.test.ts'],
    plugins: { regexp: { rules: regexpRules } },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      // Also where it begins anew at each character, as /T.*Z$/ does.
      'regexp/no-super-linear-move': [
        'error',
        { report: 'potential', ignoreSticky: false, ignorePartial: false },
      ],
    },
  },
  {
    files: ['**/src/**/*.ts'],
    rules: {
      'max-lines': ['error', 150],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    name: 'only stores, and the documents they store, know the database',
    files: ['auth/src/**/*.ts', 'examples/tickets/src/**/*.ts'],
    ignores: ['**/*-store.ts', '**/*-document.ts', '**/src/database.ts'],
    rules: { 'no-restricted-imports': ['error', 'mongoose', 'mongodb'] },
  },
  {
    name: 'Jest before 27 does not know the names of modules of Node with node: before them',
    files: ['common/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*'] }] },
  },
  {
    name: 'the client runs in browsers, too',
    files: ['common/src/client.ts', 'common/src/client/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: builtinModules, patterns: ['node:*', 'express*'] }],
    },
  },
  {
    name: 'the account pages can be replaced: they use of the library what any team can',
    files: ['pages/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@latchkey/(?!common(?:/(?:client|pages|server(?:/stop-signal)?))?$)' }] },
      ],
    },
  },
  {
    name: 'only the entry points read the environment',
    files: ['**/src/**/*.ts'],
    ignores: [
      '**/src/main.ts',
      'auth/src/admin.ts',
      // Sets what libuv reads.
      'auth/src/credentials/password/hash-threads.ts',
      'common/src/authentication/from-environment.ts',
      'common/src/commands/main.ts',
      'common/src/testing.ts',
    ],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env' }] },
  },
  {
    name: 'pages take answers that are thrown',
    files: ['examples/web/app/**', 'common/src/pages/**', 'pages/src/**'],
    rules: { '@typescript-eslint/only-throw-error': ['error', { allow: ['Response'] }] },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  {
    name: 'what the account pages run in browsers',
    files: ['pages/assets/*.js'],
    languageOptions: { globals: { document: 'readonly' } },
  },
  prettier,
);
