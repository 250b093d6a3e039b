import type { Sent } from './exchange';

/** Whose cookies a request carries. */
export type Sender = 'nobody' | 'refused' | 'allowed';

/**
 * What shows that a request got through: the `status` alone; the `answer`, by its content where the file says how to know it, else
 * by its status; the content only (`content`), where others than the service may answer 2xx; or an answer that is not that of a
 * path where nothing is (`elsewhere`), for paths that may be another resource.
 */
export type Evidence = 'status' | 'answer' | 'content' | 'elsewhere';

/** What is tried: how a request differs from a plain GET of the URL. */
export interface Attempt {
  /** In a few words. */
  readonly what: string;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Sent['headers'];
  /** What of the request must not reach the service: a header, in lower case, and what it must not have. */
  readonly withheld?: { readonly header: string; readonly value: string };
  /** `answer`, unless given. */
  readonly evidence?: Evidence;
}

/** One request of the check. */
export interface Probe extends Attempt {
  readonly sender: Sender;
  /** Whether it must not get through. Otherwise it may, with the identity of its sender and no other. */
  readonly isForbidden: boolean;
}
