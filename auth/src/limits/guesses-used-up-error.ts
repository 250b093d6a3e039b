/** A session has guessed its owner's password too often, so it has to end. */
export class GuessesUsedUpError extends Error {
  /** @param lastFailure what the last guess that was allowed came to; without it the guess was not made */
  constructor(readonly lastFailure?: Error) {
    super('the guesses of a session are used up');
    this.name = new.target.name;
  }
}
