// A file of real bytes beside the database, given up when nothing else is left: the last of the disk is the database's, to end cleanly and to start again.
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../db/problems.ts';

const SLICE = 1024 * 1024;

export function createReserve(folder: string, bytes: number) {
  const file = path.join(folder, 'reserve');
  return {
    /** Whether it is there in full. */
    async held(): Promise<boolean> {
      return stat(file).then(
        ({ size }) => size >= bytes,
        () => false,
      );
    },
    /** Written, not only sized: a hole in a file holds no space. Nothing where the disk is too full for it. */
    async take(): Promise<void> {
      const fresh = `${file}.new`;
      try {
        const handle = await open(fresh, 'w', 0o600);
        try {
          const slice = Buffer.alloc(SLICE);
          for (let done = 0; done < bytes; done += SLICE) await handle.write(slice, 0, Math.min(SLICE, bytes - done));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(fresh, file);
      } catch (error) {
        await rm(fresh, { force: true });
        if (codeOf(error) !== 'ENOSPC' && codeOf(error) !== 'EDQUOT') throw error;
      }
    },
    async give(): Promise<void> {
      await rm(file, { force: true });
    },
  };
}
