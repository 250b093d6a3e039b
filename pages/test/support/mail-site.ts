import { afterAll, beforeAll } from '@jest/globals';
import { startMailboxes, type Mailboxes } from '../../../e2e/support/mailbox';
import { startSite, type Site } from '../../../e2e/support/site';

/** What a file of tests runs on, once its tests run. */
interface MailSite {
  readonly site: Site;
  readonly mailboxes: Mailboxes;
}

/** Starts a site for the tests of a file, and a mail server in which each address has a mailbox. @param env of the services */
export function startMailSite(env: Record<string, string>): MailSite {
  let mailboxes: Mailboxes;
  let site: Site;
  beforeAll(async () => {
    mailboxes = await startMailboxes();
    site = await startSite({ ...mailboxes.env, ...env });
  });
  afterAll(async () => {
    await site?.stop();
    await mailboxes?.stop();
  });
  return {
    get site() {
      return site;
    },
    get mailboxes() {
      return mailboxes;
    },
  };
}
