// Runs a program with a text on its standard input and takes bytes from its output: no shell, an end in time, a bound on both.
import { spawn } from 'node:child_process';
import os from 'node:os';

export type Program = { command: string; args: readonly string[]; input: string; timeoutMs: number; mostBytes: number };

/** Below what carries calls, above nothing: a sentence may come a little later. */
const NICENESS = 5;

/** Rejects where it cannot be started (`code` ENOENT), fails, takes too long or puts out too much. */
export function runProgram({ command, args, input, timeoutMs, mostBytes }: Program): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
    });
    const out: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    const fail = (error: Error): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error(`${command} was not done within ${timeoutMs} ms`)), timeoutMs);
    child.on('error', fail);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      out.push(chunk);
      if (bytes > mostBytes) fail(new Error(`${command} put out more than ${mostBytes} bytes`));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(0, 500);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new Error(`${command} ended with ${signal ?? code}: ${complaint.trim()}`));
    });
    // A program that ends without reading must not end us with EPIPE; how it ended is told by `close`.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    if (child.pid !== undefined) beNice(child.pid);
  });
}

function beNice(pid: number): void {
  try {
    os.setPriority(pid, NICENESS);
  } catch {
    // It has ended already, or this system has no such thing.
  }
}
