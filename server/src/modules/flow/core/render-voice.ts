// The voice channel's renderer: what a flow says as recorded prompts, music and silence.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { Spoken } from './run.ts';

/** Text is passed over: validation refuses it for voice until there is a voice to speak it. */
export function renderVoice(items: readonly Spoken[]): PlayItem[] {
  return items.flatMap((item): PlayItem[] => {
    switch (item.kind) {
      case 'prompt':
        return [{ kind: 'prompt', prompt: item.prompt, language: item.language }];
      case 'digits':
        return Array.from(item.digits, (digit) => ({ kind: 'prompt', prompt: `digits/${digit}`, language: item.language }));
      case 'silence':
        return [{ kind: 'silence', ms: item.ms }];
      case 'music':
        return [{ kind: 'music', music: item.music }];
      case 'text':
        return [];
    }
  });
}
