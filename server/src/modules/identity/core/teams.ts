// The tree of teams: a team and all below it, whatever the data looks like.

export type TeamNode = { id: string; parent: string | null };

/** The team itself first. A loop in the data ends instead of going round. */
export function withDescendants(teams: readonly TeamNode[], root: string): string[] {
  const found = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { id, parent } of teams) {
      if (parent === null || !found.has(parent) || found.has(id)) continue;
      found.add(id);
      grown = true;
    }
  }
  return [...found];
}
