// The marks of a recording, kept true by the event stream, and what can be done with them.
import type { RecordingMark } from '@tandem/contract/api/recordings.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { addMark, changeMark, marksQuery, removeMark } from '../../api/recordings.ts';
import { useTranslation } from 'react-i18next';
import { useFrames, useTouched } from '../../live/LiveProvider.tsx';

type Asked =
  { do: 'add'; atMs: number; text: string } | { do: 'change'; mark: RecordingMark; text: string } | { do: 'remove'; mark: RecordingMark };

const NONE: readonly RecordingMark[] = [];

export function useMarks(recording: string): readonly RecordingMark[] {
  const queries = useQueryClient();
  const query = marksQuery(useApi(), recording);
  const { data = NONE } = useQuery(query);
  const again = (): void => void queries.invalidateQueries({ queryKey: query.queryKey });
  useFrames(({ type, data: said }) => {
    if (type.startsWith('recording.mark') && said['recording'] === recording) again();
  });
  useTouched((touched) => {
    if (touched === 'all') again();
  });
  return data;
}

export function useMarking(recording: string) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const asking = useMutation({
    mutationFn: async (asked: Asked): Promise<unknown> => {
      if (asked.do === 'add') return addMark(api, recording, { atMs: asked.atMs, text: asked.text });
      return asked.do === 'change' ? changeMark(api, asked.mark, { text: asked.text }) : removeMark(api, asked.mark);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: marksQuery(api, recording).queryKey }),
  });
  const words = asking.error ? errorWords(asking.error) : null;
  return { ask: asking.mutate, busy: asking.isPending, reset: asking.reset, problem: words && (words.detail ?? t(words.key)) };
}
