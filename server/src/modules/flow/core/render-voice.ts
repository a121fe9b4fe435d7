// The voice channel's renderer: what a flow says as recorded prompts, music, silence, and texts for which a voice must be made.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { isShipped } from './demo/prompts.ts';
import type { Spoken } from './run.ts';
import { spokenText } from './say.ts';
import { speakValue } from './spoken/spoken.ts';

/** To be made into a clip at run time; `or` is played where that fails. */
export type ToMake = { kind: 'to-make'; text: string; language: Language; or: PlayItem[] };
/** A recording of the tenant's own, to be found at run time; `or` is played where there is none. `music` null: the queue's choice. */
export type ToFind = { kind: 'to-find'; or: PlayItem[] } & (
  { prompt: string; language: Language } | { music: string | null; queue: QueueId | null }
);
export type Later = ToMake | ToFind;

export function renderVoice(items: readonly Spoken[]): (PlayItem | Later)[] {
  return items.flatMap((item): (PlayItem | Later)[] => {
    switch (item.kind) {
      case 'prompt': {
        const shipped = prompts([item.prompt], item.language);
        return isShipped(item.prompt) ? shipped : [{ kind: 'to-find', prompt: item.prompt, language: item.language, or: shipped }];
      }
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
        return musicOf(item.music, item.queue ?? null);
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

function musicOf(music: string, queue: QueueId | null): (PlayItem | ToFind)[] {
  if (!isShipped(music)) return [{ kind: 'to-find', music, queue: null, or: [{ kind: 'music', music: 'default' }] }];
  const shipped: PlayItem[] = [{ kind: 'music', music }];
  return queue === null ? shipped : [{ kind: 'to-find', music: null, queue, or: shipped }];
}
