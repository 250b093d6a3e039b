import { ConfigurationError, CustomError } from '@latchkey/common';
import { readEnvironment } from '@latchkey/common/protocol';
import { OutcomeUnknownError } from './administration/set-temporary-password';
import { ban, unban } from './commands/ban';
import { claims } from './commands/claims';
import { CommandError, type Command } from './commands/command';
import { doTask } from './commands/do-task';
import { endSessions } from './commands/end-sessions';
import { factorCode } from './commands/factor-code';
import { readFactors, showFactors } from './commands/factors';
import { invite, readInvite } from './commands/invite';
import { importAccounts, readImport } from './commands/import/import-accounts';
import { mendEmails, readMend } from './commands/mend-emails';
import { password } from './commands/password';
import { readReencrypt, reencrypt } from './commands/reencrypt';
import { resetFactors } from './commands/reset-factors';
import { sendReset } from './commands/send-reset';
import { grant, revoke } from './commands/roles';
import { unlock } from './commands/unlock';
import { verify } from './commands/verify';
import { databaseVariables } from './config/config';
import { createConnection, open, throwIfRefused } from './database';

const USAGE = `Usage: admin grant ROLE EMAIL    gives an account a role
       admin revoke ROLE EMAIL   takes it away
       admin claims EMAIL JSON   replaces an account's claims; {} removes them
       admin ban EMAIL [REASON]  signs a person out everywhere and keeps them out
       admin unban EMAIL         lets them sign in again
       admin unlock EMAIL        forgets failed sign-ins, so that they can sign in on a new device
       admin end-sessions EMAIL  signs a person out everywhere; they can sign in again
       admin password EMAIL      signs a person out everywhere and prints a new password, good for 24 hours
       admin send-reset EMAIL    mails a link that sets a new password
       admin factors EMAIL       shows which second factors and passkeys an account has
       admin reset-factors EMAIL removes them all and signs the person out, for a lost phone
       admin factor-code EMAIL   prints a code for a first factor where one is needed, good for 24 hours
       admin verify EMAIL        counts the address as verified, without a mail
       admin invite EMAIL        prints a link with which they can sign up
       admin import FILE         makes accounts from lines of JSON; - is the standard input
       admin mend-emails         brings stored emails into the form that is looked up
       admin reencrypt           moves TOTP secrets to the newest key of DATA_KEY; --remove-lost
                                 removes those whose key is missing, and with them the second factor
MONGO_URI says where the accounts are. A change takes effect within seconds.`;

const COMMANDS = new Map<string, Command>([
  ['grant', grant],
  ['revoke', revoke],
  ['claims', claims],
  ['ban', ban],
  ['unban', unban],
  ['unlock', unlock],
  ['end-sessions', endSessions],
  ['password', password],
  ['send-reset', sendReset],
  ['factors', readFactors],
  ['reset-factors', resetFactors],
  ['factor-code', factorCode],
  ['verify', verify],
  ['invite', readInvite],
  ['import', readImport],
  ['mend-emails', readMend],
  ['reencrypt', readReencrypt],
]);

run(process.argv.slice(2)).then(
  (line) => process.stdout.write(`${line}\n`),
  (error: unknown) => {
    warn(isExpected(error) ? error.message : String(error));
    process.exitCode = 1;
  },
);

async function run([name = '', ...args]: string[]): Promise<string> {
  const task = await COMMANDS.get(name)?.(args);
  if (!task) throw new CommandError(`not understood\n${USAGE}`);
  const { MONGO_URI } = readEnvironment(process.env, databaseVariables);
  const connection = createConnection();
  try {
    await open(connection, MONGO_URI);
    if ('invites' in task) return await invite(task, connection, process.env, warn);
    if ('imports' in task) return await importAccounts(task, connection, warn);
    if ('mends' in task) return await mendEmails(connection, warn);
    if ('shows' in task) return await showFactors(task, connection);
    if ('reencrypts' in task) return await reencrypt(task, process.env, connection);
    return await doTask(task, connection, warn);
  } catch (error) {
    throwIfRefused(error);
    throw error;
  } finally {
    await connection.close();
  }
}

/** Whether the message of an error is for the person who typed the command. */
function isExpected(error: unknown): error is Error {
  const kinds = [CommandError, CustomError, ConfigurationError, OutcomeUnknownError];
  return kinds.some((kind) => error instanceof kind);
}

function warn(line: string): void {
  process.stderr.write(`admin: ${line}\n`);
}
