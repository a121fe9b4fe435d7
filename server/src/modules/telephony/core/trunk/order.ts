// In which order trunks are tried: as the caller wants them, those that are down last.

/** Keeps the order within both halves; a trunk named twice is tried once. */
export function inOrder<T extends string>(wanted: readonly T[], usable: (trunk: T) => boolean): T[] {
  const once = [...new Set(wanted)];
  return [...once.filter(usable), ...once.filter((trunk) => !usable(trunk))];
}
