/** A value that is there, or a promise where it takes asking or decrypting. */
export type Eventually<T> = T | Promise<T>;

/** Goes on with a value: at once where it is there, so that nothing waits that need not. */
export function after<T, R>(value: Eventually<T>, use: (value: T) => Eventually<R>): Eventually<R> {
  return value instanceof Promise ? value.then(use) : use(value);
}
