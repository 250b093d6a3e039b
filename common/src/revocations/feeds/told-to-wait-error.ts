/** A source is full or not current, and has said when to come back. */
export class ToldToWaitError extends Error {
  override name = 'ToldToWaitError';

  /** @param seconds when to come back, 1 to 30 */
  constructor(readonly seconds: number) {
    super('the source is busy and asks to come back later');
  }
}
