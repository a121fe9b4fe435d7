// The edges of a node: where each leads and where in the node it stands, for validating and for drawing.
import type { FlowNode } from './nodes.ts';
import type { Say } from './say.ts';

export type Edge = { /** JSON pointer inside the node. */ pointer: string; to: string };

const edge = (pointer: string, to: string): Edge => ({ pointer, to });
/** Fields of the node that hold a node's id; an optional one that is not there is no edge. */
const fields = <N extends FlowNode>(node: N, ...names: (keyof N & string)[]): Edge[] =>
  names.flatMap((name) => (typeof node[name] === 'string' ? [edge(`/${name}`, node[name])] : []));

export function edgesOf(node: FlowNode): Edge[] {
  switch (node.type) {
    case 'answer':
    case 'play':
    case 'set':
    case 'skills':
      return fields(node, 'next');
    case 'menu':
      return [...Object.entries(node.choices).map(([digit, to]) => edge(`/choices/${digit}`, to)), ...fields(node, 'noInput', 'invalid')];
    case 'branch':
      return [...node.cases.map((each, at) => edge(`/cases/${at}/next`, each.next)), ...fields(node, 'otherwise')];
    case 'lookup':
      return fields(node, 'found', 'notFound', 'failed');
    case 'hours':
      return fields(node, 'open', 'closed', 'holiday', 'failed');
    case 'http':
      return [...Object.entries(node.status ?? {}).map(([status, to]) => edge(`/status/${status}`, to)), ...fields(node, 'ok', 'failed')];
    case 'queue':
      return [...(node.overflow ?? []).map((each, at) => edge(`/overflow/${at}/next`, each.next)), ...fields(node, 'timedOut', 'failed')];
    case 'dial':
      return fields(node, 'next', 'busy', 'noAnswer', 'failed');
    case 'collect':
    case 'voicemail':
    case 'record':
    case 'sub-flow':
      return fields(node, 'next', 'failed');
    case 'transfer':
      return fields(node, 'failed');
    case 'return':
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
    case 'record':
      return at('/say', node.say);
    case 'menu':
    case 'collect':
      return [...at('/say', node.say), ...at('/sayNoInput', node.sayNoInput), ...at('/sayInvalid', node.sayInvalid)];
    case 'queue':
      return [
        ...at('/say', node.say),
        ...at('/comfort/say', node.comfort?.say),
        ...at('/callback/say', node.callback?.say),
        ...at('/callback/confirm', node.callback?.confirm),
      ];
    case 'voicemail':
      return [...at('/greeting', node.greeting), ...at('/saved', node.saved)];
    default:
      return [];
  }
}
