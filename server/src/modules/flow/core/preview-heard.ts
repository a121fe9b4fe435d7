// What is heard on a way that nobody goes, in the words of the preview.
import type { Heard } from '@tandem/contract/api/preview.ts';
import type { Spoken } from './run.ts';

export function heardOf(item: Spoken): Heard[] {
  switch (item.kind) {
    case 'prompt':
      return [{ prompt: item.prompt, text: null, value: null }];
    case 'text':
      return [{ prompt: item.or, text: item.text, value: null }];
    case 'digits':
      return [{ prompt: null, text: null, value: item.digits }];
    case 'value':
      return [{ prompt: null, text: null, value: item.as === 'wait' ? `${Math.round(Number(item.value) / 1_000)} s` : item.value }];
    default:
      return [];
  }
}
