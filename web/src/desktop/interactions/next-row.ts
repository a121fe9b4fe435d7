// Which row a key leads to.

/** The id to focus, or null where the key is not for the list. Without a current row, any movement enters at the top. */
export function nextRow(rows: readonly { id: string }[], current: string | null, key: string): string | null {
  if (rows.length === 0) return null;
  const at = rows.findIndex((row) => row.id === current);
  const to = target(key, at, rows.length);
  return to === null ? null : (rows[to]?.id ?? null);
}

function target(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'k':
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return at < 0 ? null : 0;
    case 'End':
      return at < 0 ? null : count - 1;
    default:
      return null;
  }
}
