import { behavesAsAGate } from './support/behaviour';
import { documented, findProgram, startProxy } from './support/proxy';

const nginx = findProgram('nginx', 'your system’s package nginx-light or nginx');

nginx.describe('nginx', () => {
  behavesAsAGate({
    signIn: 'nginx',
    start(ports) {
      const servers = documented('nginx.conf', ports)
        .replaceAll(/^ *ssl_.*$/gm, '')
        .replaceAll('listen 443 ssl', `listen 127.0.0.1:${ports.proxy}`);
      const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${kind};`)
        .join(' ');
      const config = `daemon off; master_process off; pid pid; events {}\nhttp { access_log off; ${folders}\n${servers}\n}`;
      return startProxy(
        nginx.command!,
        (folder) => ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
        { 'nginx.conf': config },
        ports.proxy,
      );
    },
    closedWith: {
      stopped: 503,
      slow: 503,
      'answers 500': 503,
      'answers 503': 503,
      'answers 404': 503,
      'ends connections': 503,
      'answers nonsense': 503,
    },
  });
});
