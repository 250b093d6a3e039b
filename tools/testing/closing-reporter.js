const { relative } = require('node:path');

const SLOWEST = 10;

/** Ends a run with its slowest files, and then one plain line that counts the tests, for scripts that read only that. */
module.exports = class ClosingReporter {
  onRunComplete(_contexts, results) {
    const files = results.testResults.filter(({ perfStats }) => perfStats?.runtime);
    if (files.length > SLOWEST) console.log(slowest(files).join('\n'));
    // Suites that could not even load count as failed: their tests were never run.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests ? `, ${results.numPendingTests} skipped` : '';
    console.log(`${results.numPassedTests} passed, ${failed} failed${skipped}`);
  }
};

function slowest(files) {
  return files
    .sort((one, other) => other.perfStats.runtime - one.perfStats.runtime)
    .slice(0, SLOWEST)
    .map(({ perfStats, testFilePath }) => {
      const seconds = (perfStats.runtime / 1000).toFixed(1).padStart(6);
      return `${seconds} s  ${relative(process.cwd(), testFilePath)}`;
    });
}
