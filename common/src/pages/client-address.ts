/** What a page server knows of where a request came from. */
export interface Hops {
  /** The address of the connection. */
  readonly remoteAddress: string | undefined;
  /** `X-Forwarded-For`, to which each proxy appends the address that it was called from. */
  readonly forwardedFor: string | null | undefined;
}

/**
 * The address of a browser behind a number of proxies, for `forwardSession`.
 * @param trustProxy how many proxies in front append to `X-Forwarded-For`; with 0 the header counts for nothing
 * @example
 * ```ts
 * import { clientAddress } from '@latchkey/common/pages';
 *
 * const { remoteAddress } = req.socket;
 * const address = clientAddress({ remoteAddress, forwardedFor: request.headers.get('x-forwarded-for') }, 1);
 * ```
 */
export function clientAddress({ remoteAddress, forwardedFor }: Hops, trustProxy: number): string | undefined {
  if (trustProxy === 0 || !forwardedFor) return remoteAddress;
  const hops = forwardedFor.split(',').map((address) => address.trim());
  // What stands before the trusted entries is whatever the client sent.
  const address = hops[Math.max(0, hops.length - trustProxy)]!;
  return address === '' ? remoteAddress : address;
}
