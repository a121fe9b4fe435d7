// What a day would have been with the settings in the form of a queue, before they are saved.
import type { Queue, QueuePatch } from '@tandem/contract/api/queues.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Group } from '../form/Fields.tsx';
import { DryRun } from '../whatif/DryRun.tsx';
import type { QueueValues } from './queue-form.ts';

export function QueueDryRun({ id, values }: { id: Queue['id']; values: QueueValues }): ReactNode {
  const { t } = useTranslation();
  if (!mayDo(useUser(), 'what-if:run')) return null;
  return (
    <Group title={t('what-if.dry.title')} text={t('what-if.dry.text')}>
      <DryRun question={{ queues: [{ queue: id, settings: settingsOf(values) }] }} queue={id} />
    </Group>
  );
}

/** What routing does not decide by is no part of the question, and may be half typed. */
const NOT_ASKED: readonly string[] = [
  'key',
  'name',
  'serviceLevel',
  'callbacks',
  'full',
  'music',
  'record',
  'announceRecording',
  'autoAnswer',
  'lastAgentMs',
];

/** What was emptied while it is typed is left as it was; no limit is a setting of its own. */
function settingsOf({ requires, maxWaitMs, maxWaiting, ...values }: QueueValues): QueuePatch {
  const told = Object.entries(values).filter(([field, value]) => value !== null && !NOT_ASKED.includes(field));
  return { ...Object.fromEntries(told), requires: requires?.trim() ? requires : null, maxWaitMs, maxWaiting };
}
