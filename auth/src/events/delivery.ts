/** What is to be told to somebody outside, once. It is made from an event, or from a request of a stranger. */
export interface NewDelivery {
  /** `mail:<event id>`, `mail:<event id>:<n>` where several are told, or `mail:<request id>`. A second insert is void. */
  readonly id: string;
  readonly consumer: 'mail';
  /** The type of an event, or a request such as `reset_requested`. */
  readonly kind: string;
  /** The id of the account that it is about; unknown where a stranger asked. */
  readonly account?: string | undefined;
  /** An address; where it is absent, the account's. It is erased once sent or dropped. */
  readonly recipient?: string | undefined;
  /** The language to write in, such as `de`. */
  readonly language?: string | undefined;
  /** What the message shows: time, address and user agent of the request. It is erased with the recipient. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly arisenAt: Date;
  /** After this, nobody wants to be told any more. */
  readonly expiresAt: Date;
}

/** A delivery that a worker has claimed. */
export interface Delivery extends NewDelivery {
  /** How often it was claimed, this time included. */
  readonly attempts: number;
}

/** How deliveries are stored and shared out among workers. Each is done at least once, and usually exactly once. */
export interface DeliveryStore {
  createIndexes(): Promise<void>;
  /** Stores what is not stored yet; what is, is waiting or done already. */
  insert(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Calls a function after each insert of this process, until the returned one is called. */
  onInserted(listener: () => void): () => void;
  /**
   * Takes the delivery that became due last: with a thousand waiting, who asks now still gets an answer, and nobody waits for what
   * is an hour old. Until the lease is over, no other worker gets it.
   * @param leaseMs longer than a delivery can take
   */
  claim(consumer: Delivery['consumer'], leaseMs: number): Promise<Delivery | undefined>;
  /** It is done. Its id stays for a while, so that a repeated insert tells nobody twice. */
  complete(id: string): Promise<void>;
  /** To be tried again; nothing happens if another worker has claimed it since. */
  postpone(delivery: Pick<Delivery, 'id' | 'attempts'>, dueAt: Date): Promise<void>;
  /** It is given up; its id stays, too. */
  drop(id: string): Promise<void>;
  /** How many are to be told, now or later. */
  countWaiting(): Promise<number>;
  /** Removes what expired before a time, done or not. */
  removeExpired(before: Date): Promise<void>;
}
