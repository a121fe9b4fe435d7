// What the queue would do with the settings in the form, before they are saved: who is asked at once, and who in addition later.
import type { PreviewRequest } from '@tandem/contract/api/preview.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';
import { parseSkillRule } from '@tandem/contract/skill-rule.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { previewQuery } from '../../api/preview.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { Problem } from '../../ui/Problem.tsx';
import { Group } from '../form/Fields.tsx';
import { LineCard } from '../preview/LineCard.tsx';
import { useProblem } from '../settings/use-problem.ts';
import type { QueueValues } from './queue-form.ts';

export function QueuePreview({ id, values }: { id: Queue['id']; values: QueueValues }): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const [settings] = useDebouncedValue(settingsOf(values), 400);
  const may = mayDo(useUser(), 'flows:read');
  const readable = settings.requires === null || parseSkillRule(settings.requires).ok;
  const found = useQuery(previewQuery(useApi(), may && readable ? requestOf(id, settings) : null));
  if (!may) return null;
  const step = found.data?.steps.find((each) => each.kind === 'queue');
  return (
    <Group title={t('preview.unsaved')} text={t('preview.unsaved-text')}>
      <Problem text={words(found.error)} />
      {step?.kind === 'queue' && !found.error ? <LineCard line={step.line} /> : null}
    </Group>
  );
}

type Settings = NonNullable<PreviewRequest['unsaved']>['settings'] & Pick<Queue, 'requires'>;

function settingsOf(values: QueueValues): Settings {
  const { members, weights, skills, requires, order, prefers, rings, overflow, maxWaitMs, maxWaiting, priority, lastAgentMs } = values;
  return {
    members,
    weights,
    skills,
    requires: requires?.trim() ? requires : null,
    order,
    prefers,
    rings,
    overflow,
    maxWaitMs,
    maxWaiting,
    priority: priority ?? 0,
    lastAgentMs: lastAgentMs ?? 0,
  };
}

/** The moment says nothing here: a queue is open whenever somebody comes to it. */
function requestOf(queue: Queue['id'], settings: Settings): PreviewRequest {
  return {
    from: { queue },
    at: '1970-01-01T00:00',
    customer: { known: true, level: null, language: null },
    line: { waiting: 0, estimateMs: null, staffed: true },
    answers: [],
    unsaved: { queue, settings },
  };
}
