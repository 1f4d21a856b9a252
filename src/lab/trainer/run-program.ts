/**
 * Starts the user's program, without a shell and in a process group of its own, and waits for its end. Whatever ends the
 * wait ends the whole group: what the program started itself does not outlive it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { type ProgramCall, type ProgramReply, parseSaid, type Said } from './protocol.js';

/** Milliseconds that a program has for its last words before it is killed. */
const GRACE_MS = 5000;
/** Longest line of stdout, in characters. */
const LONGEST = 1 << 20;
/** Bytes of the log in which the last line of stderr is looked for. */
const TAIL = 4096;

/** Never rejects. `signal` ends the program. */
export function runProgram(
  call: ProgramCall,
  signal: AbortSignal,
  onSaid: (said: Said) => void = () => {},
): Promise<ProgramReply> {
  const { command, verb, args, log, timeout } = call;
  const shown = `${call.shown ?? command.join(' ')} ${verb}`;
  const failed = (what: string): ProgramReply => ({ ok: false, error: `${shown}: ${what}` });
  return new Promise((settle) => {
    if (signal.aborted) return settle(failed('interrupted'));
    let file: number;
    let child: ChildProcess;
    let from = 0;
    try {
      file = openSync(log, 'a+');
    } catch (error) {
      return settle(failed(`its log ${log} cannot be written (${(error as NodeJS.ErrnoException).code})`));
    }
    const settled = (reply: ProgramReply) => {
      closeSync(file);
      settle(reply);
    };
    try {
      writeSync(file, `== ${JSON.stringify([...command, verb, ...args])}\n`);
      from = fstatSync(file).size;
      const [program, ...first] = command;
      child = spawn(program, [...first, verb, ...args], {
        stdio: ['ignore', 'pipe', file],
        detached: true,
        shell: false,
      });
    } catch (error) {
      return settled(failed(`cannot be started (${(error as Error).message})`));
    }
    // The first reason counts; the program's own end comes after it.
    let why: string | undefined;
    let killer: NodeJS.Timeout | undefined;
    const end = (reason: string) => {
      if (why !== undefined) return;
      why = reason;
      killGroup(child, 'SIGTERM');
      killer = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
    };
    const interrupt = () => end('interrupted');
    const orphaned = () => killGroup(child, 'SIGKILL');
    const limit = setTimeout(
      () => end(`not finished after ${timeout} s; set a longer timeout, as in --set timeout=${2 * timeout}`),
      timeout * 1000,
    );
    signal.addEventListener('abort', interrupt, { once: true });
    process.once('exit', orphaned);
    const tidy = () => {
      clearTimeout(limit);
      clearTimeout(killer);
      signal.removeEventListener('abort', interrupt);
      process.removeListener('exit', orphaned);
    };

    let reason: string | undefined;
    const take = (line: string) => {
      if (line.trim() === '' || why !== undefined) return;
      writeSync(file, `${line}\n`);
      const said = parseSaid(line);
      if (!said) {
        end(
          `its stdout holds what is no line of the protocol, ${JSON.stringify(line.slice(0, 80))}; print JSON lines such as {"progress": 0.5} there, and all else to stderr`,
        );
        return;
      }
      if (said.failed !== undefined) reason ??= said.failed;
      onSaid(said);
    };
    let rest = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) take(line);
      if (rest.length > LONGEST) take(rest);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      tidy();
      const remedy =
        error.code === 'ENOENT'
          ? 'no such program; check its spelling, give its path, or put its folder on PATH'
          : error.code === 'EACCES'
            ? 'it may not be executed; start it by its interpreter, as in [python3, train.py], or chmod +x it'
            : `cannot be started (${error.code ?? error.message})`;
      settled(failed(remedy));
    });
    // What it started and left behind would keep stdout open.
    child.on('exit', () => killGroup(child, 'SIGKILL'));
    child.on('close', (code, killedBy) => {
      if (child.pid === undefined) return;
      take(rest);
      tidy();
      const see = `; its stderr is in ${log}`;
      if (why !== undefined) settled(failed(why + (why === 'interrupted' ? '' : see)));
      else if (reason !== undefined) settled(failed(`it failed: ${reason}${see}`));
      else if (code === 0) settled({ ok: true });
      else {
        const how =
          code === null
            ? `ended by ${killedBy}${killedBy === 'SIGKILL' ? ' (memory may have run out)' : ''}`
            : `ended with exit code ${code}`;
        const last = lastLine(file, from);
        settled(failed(`${how}${last === '' ? '' : `, its last words ${JSON.stringify(last)}`}${see}`));
      }
    });
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Gone, or a system without groups.
    child.kill(signal);
  }
}

/** Of what was written to the log since `from`. */
function lastLine(file: number, from: number): string {
  const size = fstatSync(file).size;
  const begin = Math.max(from, size - TAIL);
  const bytes = Buffer.alloc(size - begin);
  readSync(file, bytes, 0, bytes.length, begin);
  const lines = bytes.toString('utf8').split('\n');
  return (lines.findLast((line) => line.trim() !== '') ?? '').trim().slice(0, 200);
}
