/** A value that is there, or a promise where it takes asking or decrypting. */
export type Eventually<T> = T | Promise<T>;

/**
 * Whether a value is a promise. It is told by `then`: async functions return the engine's own promises, and
 * `instanceof Promise` asks the global one, which bluebird, zone.js and some monitoring agents replace.
 */
export function isPromise<T>(value: Eventually<T>): value is Promise<T> {
  return typeof (value as Partial<Promise<T>> | null | undefined)?.then === 'function';
}

/** Goes on with a value: at once where it is there, so that nothing waits that need not. */
export function after<T, R>(value: Eventually<T>, use: (value: T) => Eventually<R>): Eventually<R> {
  return isPromise(value) ? value.then(use) : use(value);
}
