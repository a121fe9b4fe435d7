// The voice channel's renderer: what a flow says as recorded prompts, music, silence, and texts for which a voice must be made.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Spoken } from './run.ts';
import { spokenText } from './say.ts';
import { speakValue } from './spoken/spoken.ts';

/** To be made into a clip at run time; `or` is played where that fails. */
export type ToMake = { kind: 'to-make'; text: string; language: Language; or: PlayItem[] };

export function renderVoice(items: readonly Spoken[]): (PlayItem | ToMake)[] {
  return items.flatMap((item): (PlayItem | ToMake)[] => {
    switch (item.kind) {
      case 'prompt':
        return prompts([item.prompt], item.language);
      case 'digits':
        return prompts(
          Array.from(item.digits, (digit) => `digits/${digit}`),
          item.language,
        );
      case 'value': {
        const said = item.value === '' ? null : speakValue(item.as, item.value, item.language);
        return prompts(said ?? (item.or === null ? [] : [item.or]), item.language);
      }
      case 'silence':
        return [{ kind: 'silence', ms: item.ms }];
      case 'music':
        return [{ kind: 'music', music: item.music }];
      case 'text': {
        const or = item.or === null ? [] : prompts([item.or], item.language);
        const spoken = spokenText(item.text, item.language);
        return spoken ? [{ kind: 'to-make', ...spoken, or }] : or;
      }
    }
  });
}

function prompts(names: readonly string[], language: Language): PlayItem[] {
  return names.map((prompt) => ({ kind: 'prompt', prompt, language }));
}
