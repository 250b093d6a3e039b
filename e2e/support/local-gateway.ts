import { spawn } from 'node:child_process';
import { untilListening, type Listening } from './listening';
import { fileOf } from './program';

/**
 * Starts the gateway of the local run as a process, since Jest loads none of its ES modules, with one service behind it.
 * @param gate the port of the gate that it asks
 */
export function startLocalGateway(port: number, service: number, gate: number): Promise<Listening> {
  const services = {
    ...{ auth: service, pages: service, tickets: service, web: service, reports: service },
    gate,
  };
  const program = `require('./dist/local/gateway').startGateway(${port}, ${JSON.stringify(services)})`;
  const child = spawn(process.execPath, ['-e', program], {
    cwd: fileOf('tools'),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return untilListening(child, port);
}
