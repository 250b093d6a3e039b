import { readEnvironment, sharedVariables } from '@latchkey/common';
import { pageVariables } from '@latchkey/common/pages';
import { bool, makeValidator, port, str } from 'envalid';
import { parseColor } from './theme/color';

/** A path of this origin, or a URL of http or https without a password. */
const location = makeValidator<string>((text) => {
  if (/^\/(?!\/)[\w/.~?&=%-]*$/.test(text)) return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === '';
  if (!isWeb) throw new Error('must be a path such as /, or a URL such as https://app.example.com/');
  return url.href;
});

const color = makeValidator<string>((text) => {
  if (!parseColor(text)) throw new Error('must be a color such as #2f4fd0');
  return text;
});

/**
 * Reads the configuration, the library's variables with it, so that the faults of both are told at once.
 * @throws ConfigurationError that lists every missing or wrong variable, without their values
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  return readEnvironment(env, {
    ...sharedVariables,
    ...pageVariables,
    SENDS_MAIL: bool({
      default: false,
      desc: 'whether the auth service has an SMTP_URL, so that mails lead to these pages',
    }),
    SIGN_IN_BY_EMAIL: bool({
      default: false,
      desc: 'whether people can sign in by a mailed code; as in the auth service',
    }),
    APP_URL: location({ default: '/', desc: 'where the application is, a path or a URL' }),
    LOGO_URL: location({ default: undefined, desc: 'the logo, a path or a URL' }),
    ACCENT_COLOR: color({ default: '#2f4fd0', desc: 'the color of buttons and links, as #rrggbb' }),
    HOST: str({ default: undefined, desc: 'the address to listen on; default all interfaces' }),
    PORT: port({ default: 3000, desc: 'the public port, from 1 to 65535' }),
    INTERNAL_PORT: port({ default: 3001, desc: 'the port of healthz, readyz and metrics, from 1 to 65535' }),
  });
}

export type Config = ReturnType<typeof readConfig>;
