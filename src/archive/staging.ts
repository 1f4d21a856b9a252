/**
 * Where an addition is made ready, outside of the archive: a folder a process, named by it. What processes that were
 * killed left is removed by the next addition.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, thisProcess } from '../util/process-id.js';

/** Makes a staging folder of this process. */
export function makeStaging(staging: string): string {
  const { pid, born, host } = thisProcess();
  const owner = `${pid}.${born}.${Buffer.from(host).toString('hex')}`;
  const folder = join(staging, `${owner}.${randomBytes(6).toString('hex')}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Removes what dead processes left. For the holder of the archive's lock: nobody else writes files here. */
export function cleanStaging(staging: string): void {
  if (!existsSync(staging)) return;
  for (const name of readdirSync(staging)) {
    if (/\.tmp(-\d+)?$/.test(name)) rmSync(join(staging, name), { force: true });
    const found = /^(\d+)\.(\d*)\.([0-9a-f]*)\.[0-9a-f]{12}$/.exec(name);
    if (found === null) continue;
    const [, pid, born, host] = found;
    if (isAlive({ pid: Number(pid), born, host: Buffer.from(host, 'hex').toString() })) continue;
    rmSync(join(staging, name), { recursive: true, force: true });
  }
}
