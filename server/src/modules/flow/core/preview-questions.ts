// Where a preview of a run comes to something that the caller or the world outside decides: what it may be, and the input that follows.
import type { PreviewQuestion } from '@tandem/contract/api/preview.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import type { RunInput } from './run.ts';

export type About = PreviewQuestion['about'];
type Bare = RunInput extends infer I ? (I extends { at: number } ? Omit<I, 'at'> : never) : never;

/** What may be answered at a node, the usual answer first; null where digits are typed. Nothing of it is asked of a real customer. */
export function optionsOf(about: About, node: FlowNode): string[] | null {
  switch (about) {
    case 'menu':
      return node.type === 'menu' ? [...Object.keys(node.choices).toSorted(), 'no-input', 'invalid'] : ['no-input'];
    case 'collect':
      return null;
    case 'lookup':
      return ['as-it-is', 'not-found', 'failed'];
    case 'http':
      return node.type === 'http' ? ['ok', ...Object.keys(node.status ?? {}).toSorted(), 'failed'] : ['failed'];
    case 'dial':
      return ['answered', 'busy', 'no-answer', 'failed'];
    case 'transfer':
      return ['accepted', 'failed'];
    case 'record':
      return ['recorded', 'failed'];
    case 'lane':
      return ['not-pressed', 'pressed'];
    case 'queue':
      return node.type === 'queue' && node.callback ? ['nobody', 'answered', 'call-back'] : ['nobody', 'answered'];
  }
}

/** The answer that counts: the one given where it is possible, else the usual one. */
export function answerOf(options: readonly string[] | null, given: string | null | undefined, node: FlowNode): string {
  if (options !== null) return given !== null && given !== undefined && options.includes(given) ? given : options[0]!;
  if (given === 'no-input') return given;
  const digits = given?.replace(/[^0-9*#]/g, '') ?? '';
  return digits !== '' ? digits : '1'.repeat(node.type === 'collect' ? node.min : 1);
}

/** What the run is told of keys. A key that is none of the menu's counts as a wrong one. */
export function keyed(answer: string, token: number): Bare {
  if (answer === 'no-input') return { kind: 'asked', token, digits: '', end: 'no-input' };
  return { kind: 'asked', token, digits: answer === 'invalid' ? 'D' : answer, end: 'complete' };
}

export function httpEnded(answer: string, token: number): Bare {
  if (answer === 'failed') return { kind: 'http-failed', token, reason: 'preview' };
  return { kind: 'http-answered', token, status: answer === 'ok' ? 200 : Number(answer), body: null };
}

export function dialled(answer: string): Bare[] {
  if (answer === 'answered') return [{ kind: 'dialled', outcome: 'answered' }, { kind: 'dial-ended' }];
  return [{ kind: 'dialled', outcome: answer as 'busy' }];
}
