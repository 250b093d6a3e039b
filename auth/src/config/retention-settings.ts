import { duration, durationBetween } from '@latchkey/common/protocol';
import { makeValidator } from 'envalid';

const MIN = '1d';
/** Ten years. */
const MAX = '3660d';
const DAY_MS = 24 * 60 * 60_000;

const kept = duration(MIN, MAX);
const readKept = durationBetween(MIN, MAX);

const keptOrForever = makeValidator<number | 'forever'>((text) => {
  if (text.trim() === 'forever') return 'forever';
  try {
    return readKept(text);
  } catch (error) {
    throw new Error(`${(error as Error).message}, or forever`, { cause: error });
  }
});

/** How long the log of events is kept. */
export const retentionVariables = {
  SIGN_IN_EVENTS_KEPT: kept({
    default: 90 * DAY_MS,
    desc: `How long sign-ins, sign-outs, failed sign-ins and requests for mails stay in the log of events: ${MIN} to ${MAX}`,
  }),
  ACCOUNT_EVENTS_KEPT: kept({
    default: 400 * DAY_MS,
    desc: `How long changes that people made to their own accounts stay there: ${MIN} to ${MAX}`,
  }),
  ADMIN_EVENTS_KEPT: keptOrForever({
    default: 'forever',
    desc: `How long the acts of admins stay there, and so in the audit trail: \`forever\`, or ${MIN} to ${MAX}`,
  }),
};

interface RetentionSettings {
  readonly SIGN_IN_EVENTS_KEPT: number;
  readonly ACCOUNT_EVENTS_KEPT: number;
  readonly ADMIN_EVENTS_KEPT: number | 'forever';
}

/** How long each class of events is kept, in ms. */
export function retentionSettings(config: RetentionSettings) {
  return {
    sign_in: config.SIGN_IN_EVENTS_KEPT,
    account: config.ACCOUNT_EVENTS_KEPT,
    admin: config.ADMIN_EVENTS_KEPT,
  };
}
