/** Ends a run with one plain line that counts the tests, for whoever reads only that. */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // Suites that could not even load count as failed: their tests were never run.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests ? `, ${results.numPendingTests} skipped` : '';
    console.log(`${results.numPassedTests} passed, ${failed} failed${skipped}`);
  }
};
