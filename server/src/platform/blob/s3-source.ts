// An object as the source of a sealed file: fetched in blocks, because a player asks for a second of sound at a time.
import type { SealedSource } from '../crypto/sealed-file.ts';
import type { S3Store } from './s3-store.ts';

/** Two minutes of a stereo recording. */
const BLOCK_BYTES = 1024 * 1024;
const KEPT_BLOCKS = 4;

export function s3Source(store: S3Store, key: string): SealedSource {
  const blocks = new Map<number, Promise<Buffer>>();
  let size: number | null = null;

  function block(n: number): Promise<Buffer> {
    const known = blocks.get(n);
    if (known) return known;
    const fetched = store.read(key, n * BLOCK_BYTES, (n + 1) * BLOCK_BYTES).then((answer) => {
      size = answer.size;
      return answer.bytes;
    });
    blocks.set(n, fetched);
    // What failed is asked for again by the next read.
    fetched.catch(() => blocks.delete(n));
    if (blocks.size > KEPT_BLOCKS) blocks.delete(blocks.keys().next().value!);
    return fetched;
  }

  return {
    async read(into, at, length, position) {
      let done = 0;
      while (done < length) {
        const from = position + done;
        if (size !== null && from >= size) break;
        const n = Math.floor(from / BLOCK_BYTES);
        const bytes = await block(n);
        const copied = bytes.copy(into, at + done, from - n * BLOCK_BYTES, from - n * BLOCK_BYTES + length - done);
        if (copied === 0) break;
        done += copied;
      }
      return { bytesRead: done };
    },
    async stat() {
      if (size === null) await block(0);
      return { size: size ?? 0 };
    },
    close() {
      blocks.clear();
      return Promise.resolve();
    },
  };
}
