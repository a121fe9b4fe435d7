// How full a disk is, as a word: pure, with a little way back before it is well again, so that it does not flutter at the edge.

export type StorageLevel = 'ok' | 'low' | 'critical';
/** Bytes of free space below which a level begins; 0 switches it off. */
export type Thresholds = { lowBytes: number; criticalBytes: number };

/** A tenth more than a threshold must be free again before its level ends. */
const WAY_BACK = 1.1;

export function levelOf(freeBytes: number, before: StorageLevel, { lowBytes, criticalBytes }: Thresholds): StorageLevel {
  const critical = before === 'critical' ? criticalBytes * WAY_BACK : criticalBytes;
  const low = before === 'ok' ? lowBytes : lowBytes * WAY_BACK;
  if (freeBytes < critical) return 'critical';
  return freeBytes < low ? 'low' : 'ok';
}

const ORDER: readonly StorageLevel[] = ['ok', 'low', 'critical'];

export function worst(levels: readonly StorageLevel[]): StorageLevel {
  return ORDER[Math.max(0, ...levels.map((level) => ORDER.indexOf(level)))]!;
}
