import type { Command } from './command';

/** `send-reset EMAIL` */
export const sendReset: Command = ([email, ...more]) =>
  email && more.length === 0
    ? {
        email,
        change: { kind: 'send_reset' },
        tell: (account) => `the service mails a link to ${account.email}, where it has SMTP_URL`,
        remark: (account) => `without SMTP_URL no mail is sent: run \`admin password ${account.email}\``,
      }
    : undefined;
