import { execFile, type ExecFileException } from 'node:child_process';

const OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024;

/** Runs a program to its end and gives its output; a failure is one line, with the first error it printed. */
export function run(command: string, args: string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { ...(cwd && { cwd }), maxBuffer: OUTPUT_LIMIT_BYTES },
      (fault, stdout, stderr) => {
        if (fault) reject(new Error(describe(command, fault, `${stderr}\n${stdout}`), { cause: fault }));
        else resolve(stdout + stderr);
      },
    );
  });
}

function describe(command: string, fault: ExecFileException, output: string): string {
  if (fault.code === 'ENOENT') return `${command} is not on PATH`;
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const told = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? `exit code ${String(fault.code)}`;
  return `${command} failed: ${told.trim()}`;
}
