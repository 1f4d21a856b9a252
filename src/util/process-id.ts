/** Which process is meant, so that a number the system uses again is not taken for it. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessId {
  pid: number;
  host: string;
  /** When the process began, by the system's clock ticks; empty where the system does not tell. */
  born: string;
}

export function thisProcess(): ProcessId {
  return { pid: process.pid, host: hostname(), born: birthOf(process.pid) };
}

/** Whether a process lives. Another machine's cannot be asked and count as living. */
export function isAlive({ pid, host, born }: ProcessId): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return birthOf(pid) === born;
}

/** The start time of a process from /proc (field 22 of stat); empty where there is none to read. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}
