import { needsPreparation } from '../../src/mail/kinds';
import type { Prepared } from '../../src/mail/preparation';
import type { TestAuth } from './auth-service';

export const MAIL_KEY = 'only-for-tests-only-for-tests-only-for-mails';

/** What turns mail on. No worker runs in tests that start the service without `main`: `openMails` does its part. */
export const WITH_MAIL = {
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'Example <no-reply@example.com>',
  MAIL_KEY,
  PUBLIC_URL: 'https://shop.example.com',
  ACCOUNT_PATH: '/account',
} as const;

/** Prepares all mails that wait and have a link, as a worker does. @returns those that would be sent */
export async function openMails(auth: TestAuth): Promise<Prepared[]> {
  const mails: Prepared[] = [];
  const { deliveries } = auth.services.stores;
  for (;;) {
    const delivery = await deliveries.claim('mail', 60_000);
    if (!delivery) return mails;
    if (!needsPreparation(delivery)) {
      await deliveries.drop(delivery.id);
      continue;
    }
    const prepared = await auth.services.mailPreparation.prepare(delivery);
    await (prepared ? deliveries.complete(delivery.id) : deliveries.drop(delivery.id));
    if (prepared) mails.push(prepared);
  }
}

/** The token in the link of a mail. */
export function tokenOf({ link }: Pick<Prepared, 'link'>): string {
  return new URL(link!).searchParams.get('token')!;
}
