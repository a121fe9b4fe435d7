// Checks what a node says: its prompts exist, its variables are set somewhere, its texts have a voice.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import { LANGUAGES, type Language } from '@tandem/contract/texts.ts';
import type { Known } from './known.ts';
import type { problem } from './problems.ts';
import { holesOf, spokenText } from './say.ts';

type Report = (pointer: string, code: Parameters<typeof problem>[2], said?: Readonly<Record<string, string>>) => FlowProblem;

/** The languages that a run of the graph may be in: all where a variable decides. */
export function languagesOf(graph: FlowGraph): readonly Language[] {
  const found = new Set<Language>([graph.language]);
  for (const node of Object.values(graph.nodes)) {
    if (node.type === 'sub-flow' && node.out && Object.hasOwn(node.out, 'language')) return LANGUAGES;
    if ((node.type === 'lookup' || node.type === 'http') && Object.hasOwn(node.into, 'language')) return LANGUAGES;
    if (node.type !== 'set' || node.variable !== 'language') continue;
    if (node.value === undefined || holesOf(node.value).length > 0) return LANGUAGES;
    for (const each of LANGUAGES) if (each === node.value) found.add(each);
    // A flow that goes back to a language that was given may go back to any.
  }
  return [...found];
}

export function checkSay(
  say: Say,
  pointer: string,
  languages: readonly Language[],
  known: Known,
  report: Report,
  unset: (pointer: string, names: readonly string[]) => FlowProblem[],
): FlowProblem[] {
  const prompt = (place: string, name: string): FlowProblem[] =>
    promptExists(name, known.prompts) ? unset(place, holesOf(name)) : [report(place, 'unknown-prompt', { prompt: name })];
  return say.flatMap((item, at): FlowProblem[] => {
    const place = `${pointer}/${at}`;
    const or = 'or' in item && item.or !== undefined ? item.or : null;
    const fallback = or === null ? [] : prompt(`${place}/or`, or);
    if ('text' in item) {
      const texts = LANGUAGES.flatMap((each) => holesOf(item.text[each] ?? ''));
      const spoken = new Set(languages.flatMap((each) => spokenText(item.text, each)?.language ?? []));
      const mute = [...spoken].filter((each) => known.noSpeech[each] !== null);
      return [
        ...fallback,
        ...unset(`${place}/text`, texts),
        ...mute.map((language) =>
          report(`${place}/text`, or === null ? 'no-speech' : 'speech-fallback', { language, reason: known.noSpeech[language] ?? '' }),
        ),
      ];
    }
    if ('value' in item) return [...fallback, ...unset(`${place}/value`, holesOf(item.value))];
    if ('digits' in item) return unset(`${place}/digits`, holesOf(item.digits));
    return 'prompt' in item ? prompt(`${place}/prompt`, item.prompt) : [];
  });
}

/** A name with variables exists where at least one prompt could be meant. */
function promptExists(name: string, prompts: ReadonlySet<string>): boolean {
  if (!name.includes('{')) return prompts.has(name);
  const parts = name.split(/\{\{[^}]*\}\}/);
  if (parts.some((part) => /[{}]/.test(part))) return false;
  const [head, tail] = [parts[0]!, parts.at(-1)!];
  return [...prompts].some((prompt) => prompt.startsWith(head) && prompt.endsWith(tail) && prompt.length > head.length + tail.length);
}
