// The draft of a flow on the screen: its text, what stands against it, saving and publishing it.
import type { Flow, FlowProblem } from '@tandem/contract/api/flows.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { publishFlow, saveDraft, validateFlow } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { useReadAgain } from '../form/use-list.ts';
import { graphText } from './graph-text.ts';
import { readJson, type JsonText } from './json-places.ts';

const QUIET_MS = 400;

export type Draft = {
  text: string;
  setText: (text: string) => void;
  read: JsonText;
  problems: readonly FlowProblem[];
  dirty: boolean;
  /** Somebody else has saved another draft since this one was begun. */
  overtaken: boolean;
  saving: boolean;
  error: unknown;
  save: () => void;
  publish: () => void;
  /** Makes the graph the draft and publishes it. */
  publishAgain: (graph: unknown) => void;
};

export function useDraft(flow: Flow, told: (what: 'saved' | 'published') => void): Draft {
  const api = useApi();
  const readAgain = useReadAgain();
  const [base, setBase] = useState(() => graphText(flow.draft));
  const [text, setText] = useState(base);
  const read = useMemo(() => readJson(text), [text]);
  const dirty = text !== base;
  const fresh = graphText(flow.draft);
  const [seen, setSeen] = useState(fresh);
  // What others saved is taken over as soon as nothing would be lost by it.
  if (seen !== fresh && !dirty) {
    setSeen(fresh);
    setBase(fresh);
    setText(fresh);
  }

  const quiet = useQuiet(text);
  const judged = useMemo(() => readJson(quiet), [quiet]);
  const verdict = useQuery({
    queryKey: ['flow-verdict', flow.id, quiet],
    queryFn: () => validateFlow(api, judged.ok ? judged.value : null),
    enabled: judged.ok && quiet !== base,
    placeholderData: (last) => last,
  });
  const work = useMutation({
    async mutationFn({ graph, publish }: { graph: unknown; publish: boolean }) {
      if (graphText(graph) !== base || publish) await saveDraft(api, flow.id, graph);
      setBase(graphText(graph));
      setText(graphText(graph));
      if (publish) await publishFlow(api, flow.id);
    },
    onSuccess: (_, { publish }) => told(publish ? 'published' : 'saved'),
    onSettled: readAgain,
  });
  const run = (publish: boolean) => {
    if (read.ok) work.mutate({ graph: read.value, publish });
  };
  return {
    text,
    setText,
    read,
    problems: !dirty || quiet === base ? flow.problems : (verdict.data?.problems ?? []),
    dirty,
    overtaken: dirty && !work.isPending && fresh !== base,
    saving: work.isPending,
    error: work.error,
    save: () => run(false),
    publish: () => run(true),
    publishAgain: (graph) => work.mutate({ graph, publish: true }),
  };
}

/** The value once it has rested: a request for every key would be too many. */
function useQuiet(value: string): string {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}
