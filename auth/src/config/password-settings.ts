import type { Config } from './config';

/** What a new password is judged by. */
export function passwordSettings(
  config: Pick<Config, 'PASSWORD_MIN_LENGTH' | 'PASSWORD_BLOCKLIST' | 'APP_NAME'>,
) {
  return {
    minLength: config.PASSWORD_MIN_LENGTH,
    blocklist: config.PASSWORD_BLOCKLIST,
    appName: config.APP_NAME,
  };
}
