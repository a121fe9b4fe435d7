// A small disk of its own for a test that fills one: a tmpfs, which only root can mount.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type SmallDisk = { folder: string; unmount(): void };

/** Null where the machine does not let us mount. */
export function smallDisk(megabytes: number): SmallDisk | null {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    fs.rmdirSync(folder);
    return null;
  }
  return {
    folder,
    unmount() {
      spawnSync('umount', ['-l', folder]);
      fs.rmdirSync(folder);
    },
  };
}

/** Takes all but so many megabytes of it. */
export function fillTo(folder: string, leftMb: number, name = 'ballast'): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  const bytes = bavail * bsize - leftMb * 1_048_576;
  fs.writeFileSync(path.join(folder, name), Buffer.alloc(bytes));
}
