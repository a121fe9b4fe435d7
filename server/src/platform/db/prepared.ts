// Names for statements that come again and again: PostgreSQL parses and plans a named one once a connection, which costs it more than most of ours do to run.
import { codeOf } from './problems.ts';

/** Before a text gets a name. Few are asked for more than once, and a name is kept by every connection. */
const OFTEN = 5;
/** Texts with a name, and texts counted. */
const MOST_NAMED = 400;
const MOST_COUNTED = 5_000;

export type StatementNames = {
  /** Undefined where it is to go without. */
  nameOf(text: string): string | undefined;
  /** A table was changed under the plans that are kept: all get new names. */
  renew(): void;
};

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>();
  const seen = new Map<string, number>();
  let age = 0;
  return {
    nameOf(text) {
      const known = names.get(text);
      if (known !== undefined || names.size >= MOST_NAMED) return known;
      const times = (seen.get(text) ?? 0) + 1;
      if (times < OFTEN) {
        if (seen.size >= MOST_COUNTED) seen.clear();
        seen.set(text, times);
        return undefined;
      }
      seen.delete(text);
      const name = `t${age}_${names.size}`;
      names.set(text, name);
      return name;
    },
    renew() {
      age++;
      names.clear();
      seen.clear();
    },
  };
}

/** feature_not_supported: "cached plan must not change result type", after a migration by another process. */
export function isStalePlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
}
