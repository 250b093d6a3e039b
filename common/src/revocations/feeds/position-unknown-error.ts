/** A source cannot resume at a position: it has another log, or one that does not reach back so far. */
export class PositionUnknownError extends Error {
  override name = 'PositionUnknownError';

  constructor() {
    super('the source cannot resume where the last connection ended');
  }
}
