// What exists outside a graph that it may name, as validation asks for it.
import type { Opening } from '@tandem/contract/opening.ts';
import type { Language } from '@tandem/contract/texts.ts';

export type Known = {
  queues: ReadonlySet<string>;
  agents: ReadonlySet<string>;
  skills: ReadonlySet<string>;
  /** Named opening hours. */
  hours: ReadonlySet<string>;
  /** Why opening hours of a node's own cannot be read, in both languages; null where they can. */
  openingFault(opening: Opening): Readonly<Record<Language, string>> | null;
  /** Published flows: the sub-flows that each calls, and whether it returns. */
  flows: ReadonlyMap<string, { calls: readonly string[]; returns: boolean }>;
  /** The flow that is judged, where it has been saved. */
  self: string | null;
  /** A digital worker works by the flow that is judged. */
  worked?: boolean;
  tables: ReadonlySet<string>;
  secrets: ReadonlySet<string>;
  /** Prompts that exist in every language. */
  prompts: ReadonlySet<string>;
  music: ReadonlySet<string>;
  /** Why no text can be spoken in a language; null where it can. */
  noSpeech: Readonly<Record<Language, string | null>>;
  /** Compiles an expression: the variables it reads, or why it cannot be used. */
  expression(text: string): { ok: true; variables: readonly string[] } | { ok: false; reason: string };
};
