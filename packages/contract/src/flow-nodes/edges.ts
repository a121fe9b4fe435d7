// The edges of a node: where each leads and where in the node it stands, for validating and for drawing.
import type { FlowNode } from './nodes.ts';
import type { Say } from './say.ts';

export type Edge = { /** JSON pointer inside the node. */ pointer: string; to: string };

export function edgesOf(node: FlowNode): Edge[] {
  const edge = (pointer: string, to: string): Edge => ({ pointer, to });
  switch (node.type) {
    case 'answer':
    case 'play':
    case 'set':
      return [edge('/next', node.next)];
    case 'menu':
      return [
        ...Object.entries(node.choices).map(([digit, to]) => edge(`/choices/${digit}`, to)),
        edge('/noInput', node.noInput),
        edge('/invalid', node.invalid),
      ];
    case 'collect':
      return [edge('/next', node.next), edge('/failed', node.failed)];
    case 'branch':
      return [...node.cases.map((each, at) => edge(`/cases/${at}/next`, each.next)), edge('/otherwise', node.otherwise)];
    case 'lookup':
      return [edge('/found', node.found), edge('/notFound', node.notFound), edge('/failed', node.failed)];
    case 'queue':
      return [edge('/timedOut', node.timedOut), edge('/failed', node.failed)];
    case 'transfer':
      return [edge('/failed', node.failed)];
    case 'hang-up':
    case 'echo':
    case 'music':
      return [];
  }
}

/** What a node says, with its place. */
export function saysOf(node: FlowNode): { pointer: string; say: Say }[] {
  const at = (pointer: string, say: Say | undefined) => (say ? [{ pointer, say }] : []);
  switch (node.type) {
    case 'play':
    case 'hang-up':
      return at('/say', node.say);
    case 'menu':
    case 'collect':
      return [...at('/say', node.say), ...at('/sayNoInput', node.sayNoInput), ...at('/sayInvalid', node.sayInvalid)];
    case 'queue':
      return [...at('/say', node.say), ...at('/comfort/say', node.comfort?.say)];
    default:
      return [];
  }
}
