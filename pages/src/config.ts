import { readEnvironment, sharedVariables } from '@latchkey/common';
import { makeValidator, port, str } from 'envalid';
import { parseColor } from './theme/color';

const origin = makeValidator<string>((text) => {
  if (!URL.canParse(text) || new URL(text).origin !== text)
    throw new Error('must be like http://auth-srv:3000');
  return text;
});

const origins = makeValidator<readonly string[]>((text) => {
  const entries = text.split(',').map((entry) => entry.trim());
  if (
    !entries.every(
      (entry) => /^https?:\/\/[^*]+$/.test(entry) && URL.canParse(entry) && new URL(entry).origin === entry,
    )
  )
    throw new Error(
      'must be exact origins such as https://app.example.com, separated by commas, without a path',
    );
  return entries;
});

const hops = makeValidator<number>((text) => {
  if (!/^\d{1,2}$/.test(text)) throw new Error('must be a count of proxies, 0 to 99');
  return Number(text);
});

const MAX_PATH_CHARACTERS = 100;

/** The auth service has the same rule, since the path is that of a cookie, which must not reach the API. */
const accountPath = makeValidator<string>((text) => {
  const isPath = text.length <= MAX_PATH_CHARACTERS && /^(?:\/[a-z\d][\w.~-]*)+$/i.test(text);
  if (!isPath || /^\/api(?:\/|$)/i.test(text))
    throw new Error(
      `must be a path such as /account: at most ${MAX_PATH_CHARACTERS} characters, without a slash at the end, and neither /api nor below it`,
    );
  return text;
});

/** The auth service has the same rule: the name is one line. */
const appName = makeValidator<string>((text) => {
  if (!/^(?=.*\S)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u.test(text))
    throw new Error('must be 1 to 64 characters, without control characters or line breaks');
  return text;
});

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
    AUTH_URL: origin({ desc: 'where the auth service is, such as http://auth-srv:3000' }),
    ACCOUNT_PATH: accountPath({ default: '/account', desc: 'the path below which the pages are' }),
    APP_NAME: appName({ default: 'Latchkey', desc: 'the name that people know your application by' }),
    APP_URL: location({ default: '/', desc: 'where the application is, a path or a URL' }),
    LOGO_URL: location({ default: undefined, desc: 'the logo, a path or a URL' }),
    ACCENT_COLOR: color({ default: '#2f4fd0', desc: 'the color of buttons and links, as #rrggbb' }),
    RETURN_ORIGINS: origins({
      default: [],
      desc: 'other exact origins that a sign-in may lead on to, as the auth service has them',
    }),
    SIGN_UP: str({
      default: 'open',
      choices: ['open', 'invite', 'closed'] as const,
      desc: 'who may sign up, as the auth service has it',
    }),
    TRUST_PROXY: hops({ default: 0, desc: 'how many proxies in front may name the client’s address' }),
    HOST: str({ default: undefined, desc: 'the address to listen on; default all interfaces' }),
    PORT: port({ default: 3000, desc: 'the public port, from 1 to 65535' }),
    INTERNAL_PORT: port({ default: 3001, desc: 'the port of healthz, readyz and metrics, from 1 to 65535' }),
  });
}

export type Config = ReturnType<typeof readConfig>;
