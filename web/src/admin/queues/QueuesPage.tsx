// Settings, queues: every line of work with who serves it and what is promised.
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { percent, tenantText } from '../../ui/format.ts';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { QueueEditor } from './QueueEditor.tsx';

export function QueuesPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const mayWrite = mayDo(useUser(), 'queues:write');
  const queues = useList('queues');
  const skills = useList('skills');
  const name = (queue: Queue) => tenantText(queue.name, i18n.language);
  const skillNames = (queue: Queue) =>
    queue.skills
      .map(({ skill, level }) => {
        const known = skills.data?.find((each) => each.id === skill);
        return known ? `${tenantText(known.name, i18n.language)} ≥ ${level}` : '';
      })
      .filter(Boolean)
      .join(', ');
  const seconds = (ms: number) => t('form.seconds', { count: Math.round(ms / 1000) });
  const columns: Column<Queue>[] = [
    { key: 'name', head: t('form.name'), cell: name, sort: name },
    { key: 'members', head: t('queues.members'), cell: (queue) => queue.members.length, sort: (queue) => queue.members.length, end: true },
    { key: 'skills', head: t('queues.skills'), cell: (queue) => skillNames(queue) || t('form.dash'), wide: true },
    {
      key: 'level',
      head: t('queues.service-level'),
      cell: ({ serviceLevel: { target, thresholdMs } }) =>
        t('queues.level-in', { share: percent(target, i18n.language), time: seconds(thresholdMs) }),
      sort: (queue) => queue.serviceLevel.target,
      wide: true,
    },
    {
      key: 'wrap',
      head: t('queues.wrap-up'),
      cell: (queue) => seconds(queue.wrapUpMs),
      sort: (queue) => queue.wrapUpMs,
      wide: true,
      end: true,
    },
    {
      key: 'record',
      head: t('queues.recorded'),
      cell: (queue) => t(queue.record ? (queue.announceRecording ? 'queues.yes-announced' : 'form.yes') : 'form.no'),
      wide: true,
    },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('queues.title')}
        lead={t('queues.lead')}
        items={queues.data}
        error={queues.error}
        columns={columns}
        words={(queue) => `${queue.name.en ?? ''} ${queue.name['zh-CN'] ?? ''} ${queue.key} ${skillNames(queue)}`}
        empty={{ icon: 'people', title: t('queues.none'), text: t('queues.none-text') }}
        newLabel={mayWrite ? t('queues.new') : null}
        editor={(queue, close) => <QueueEditor queue={queue} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
