import type { AccountStore } from '../accounts/storage';
import type { Ceremonies } from '../ceremonies/ceremonies';
import { createMailCodes } from '../credentials/mail-tokens/mail-codes';
import { createMailTokens } from '../credentials/mail-tokens/mail-tokens';
import type { DeliveryStore } from '../events/delivery';
import type { Limits } from '../limits/limits';
import { createEmailChanges } from './email-changes';
import { createMailLinks } from './mail-links';
import { createMailPreparation, type MailLinkSettings } from './mail-preparation';
import type { Invitations } from '../invitations/invitations';
import type { SignUpStore } from '../sign-ups/storage';
import { createMailRequests } from './mail-requests';
import { createSignUps } from './sign-ups';

interface MailFlowStores {
  readonly accounts: AccountStore;
  readonly deliveries: DeliveryStore;
  readonly signUps: SignUpStore;
}

/** Everything that is asked for, prepared and done by mail. */
export function createMailFlows(
  settings: MailLinkSettings,
  { accounts, deliveries, signUps }: MailFlowStores,
  ceremonies: Ceremonies,
  invitations: Invitations,
  limits: Limits,
) {
  return {
    mailRequests: createMailRequests(deliveries),
    mailPreparation: createMailPreparation(settings, { accounts, ceremonies, limits, signUps }),
    mailCodes: createMailCodes(settings.MAIL_KEY ?? []),
    mailLinks: createMailLinks(accounts),
    signUps: createSignUps(accounts, signUps, invitations),
    emailChanges: createEmailChanges(accounts, createMailTokens(settings.MAIL_KEY ?? [])),
  };
}
