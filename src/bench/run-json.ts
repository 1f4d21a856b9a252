import { spawnSync } from 'node:child_process';

/** What a program prints as JSON; undefined where it fails, whose errors are shown. */
export function runJson<T>(command: string, args: string[]): T | undefined {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return status === 0 ? (JSON.parse(stdout) as T) : undefined;
}
