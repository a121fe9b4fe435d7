// Which recordings a prompt can have. Pure.
import type { Prompt, PromptKind, PromptVersion, Slot } from '@tandem/contract/api/prompts.ts';
import { LANGUAGES } from '@tandem/contract/texts.ts';

export const slotsOf = (kind: PromptKind): readonly Slot[] => (kind === 'music' ? ['all'] : LANGUAGES);

export function versionsOf(prompt: Prompt, slot: Slot): readonly PromptVersion[] {
  return prompt.recordings.find((each) => each.slot === slot)?.versions ?? [];
}
