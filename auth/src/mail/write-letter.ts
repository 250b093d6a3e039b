import type { Delivery } from '../events/delivery';
import type { Compose } from './compose';
import { needsPreparation, noticeOf } from './kinds';
import type { MailPreparation } from './preparation';
import type { Letter } from './transport';

export interface WriterParts {
  readonly compose: Compose;
  readonly preparation: MailPreparation;
  /** The address of an account; undefined where there is no such account any more. */
  readonly findAddress: (account: string) => Promise<string | undefined>;
  /** APP_NAME. */
  readonly app: string;
  /** PUBLIC_URL: links never come from a request. */
  readonly origin: string;
}

/** Makes the function that writes the mail of a delivery. */
export function createLetterWriter({ compose, preparation, findAddress, app, origin }: WriterParts) {
  async function writePrepared(delivery: Delivery): Promise<Letter | undefined> {
    const prepared = await preparation.prepare(delivery);
    if (!prepared) return undefined;
    const { recipient, message, link, code, language } = prepared;
    const values = { ...contextOf(delivery), app, origin, link, code };
    return { id: delivery.id, recipient, ...compose(message, values, language ?? delivery.language) };
  }

  /** @returns undefined where nobody is to be told; throws for a kind that a newer release made */
  return async function writeLetter(delivery: Delivery): Promise<Letter | undefined> {
    if (needsPreparation(delivery)) return writePrepared(delivery);
    const { id, kind, account, language, data } = delivery;
    const notice = noticeOf(kind, data);
    if (notice === undefined) throw new Error('this release does not know the kind of the delivery');
    const recipient = delivery.recipient ?? (account === undefined ? undefined : await findAddress(account));
    if (recipient === undefined) return undefined;
    return { id, recipient, ...compose(notice, { ...contextOf(delivery), app, origin }, language) };
  };
}

export type WriteLetter = ReturnType<typeof createLetterWriter>;

/** When it was, and from where. */
function contextOf({ arisenAt, data }: Delivery) {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return { at: arisenAt, ip: text(data.ip), userAgent: text(data.userAgent) };
}
