import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';

const children: ReturnType<typeof spawn>[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** Runs code as a service's main, with the built library. */
function run(code: string) {
  const child = spawn(process.execPath, ['-e', code], { cwd: join(__dirname, '../../..') });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as unknown,
    signal: signal as unknown,
    ...output,
  }));
  return { child, output, ended };
}

const SIGNAL = "const { stopSignal } = require('@latchkey/common/server/stop-signal');";
const MAIN = "const { runMain } = require('@latchkey/common/server');";

describe('the stop signal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('is aborted at %s', async (signal) => {
    const { child, ended } = run(
      `${SIGNAL} const held = setInterval(() => undefined, 1000);
       stopSignal.onabort = () => { console.log('stopping'); clearInterval(held); };
       console.log('started');`,
    );
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await ended).toEqual({ code: 0, signal: null, stdout: 'started\nstopping\n', stderr: '' });
  });

  it('lets a second signal end the process', async () => {
    const { child, ended } = run(
      `${SIGNAL} setInterval(() => undefined, 1000);
       stopSignal.onabort = () => console.log('stopping'); console.log('started');`,
    );
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it('is not listened for by a program that imports /server alone', async () => {
    const { child, ended } = run(`${MAIN} setInterval(() => undefined, 1000); console.log('started');`);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });
});

describe('runMain', () => {
  it('ends with 0 when the service has ended, whatever is still open', async () => {
    const { ended } = run(`${MAIN} setInterval(() => undefined, 1000); runMain('shop', async () => {});`);
    expect(await ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  });

  it('ends with 1 and says why the service could not run', async () => {
    const { ended } = run(
      `${MAIN} const { ConfigurationError } = require('@latchkey/common');
       runMain('shop', async () => { throw new ConfigurationError(['PORT is not valid']); });`,
    );
    expect(await ended).toMatchObject({
      code: 1,
      stderr: 'shop: The configuration is not usable:\n  - PORT is not valid\n',
    });
  });

  it('takes a description of the service’s own', async () => {
    const { ended } = run(
      `${MAIN} runMain('shop', () => Promise.reject(new Error('x')), ({ message }) => message + '!');`,
    );
    expect(await ended).toMatchObject({ code: 1, stderr: 'shop: x!\n' });
  });
});

describe('listen', () => {
  it('keeps 1,000 connections waiting that come while the process is busy', async () => {
    const { child } = run(
      `const { listen } = require('@latchkey/common/server');
       listen((req, res) => res.end(), 0, '127.0.0.1').then((server) => console.log(server.address().port));`,
    );
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGSTOP');
    const sockets = Array.from({ length: 1000 }, () => connect(Number(port.toString()), '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) socket.destroy();
  });
});
