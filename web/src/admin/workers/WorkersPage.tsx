// Settings, digital workers: agents whose hands are a flow, what they do now and did today.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import type { DigitalWorker } from '../../api/workers.ts';
import { tenantText } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { WorkerEditor } from './WorkerEditor.tsx';

/** What he does now is told by no event of the settings. */
const AGAIN_MS = 5_000;

export function WorkersPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const mayWrite = mayDo(useUser(), 'workers:write');
  const workers = useList('digital-workers', true, AGAIN_MS);
  const flows = useList('flows').data ?? [];
  const name = (worker: DigitalWorker) => tenantText(worker.name, i18n.language);
  const flow = (worker: DigitalWorker) => tenantText(flows.find(({ id }) => id === worker.flow)?.name ?? {}, i18n.language);
  const columns: Column<DigitalWorker>[] = [
    { key: 'name', head: t('form.name'), cell: name, sort: name },
    {
      key: 'state',
      head: t('workers.state'),
      cell: ({ on }) => (
        <StateBadge tone={on ? 'live' : 'quiet'} icon={on ? 'bot' : 'pause'} label={t(on ? 'workers.on' : 'workers.paused')} />
      ),
      sort: ({ on }) => (on ? 'a' : 'b'),
    },
    { key: 'flow', head: t('workers.flow'), cell: flow, sort: flow, wide: true },
    {
      key: 'now',
      head: t('workers.now'),
      cell: ({ now, capacity }) => t('workers.of', { now: now ?? '–', most: capacity.voice }),
      sort: ({ now }) => now ?? -1,
      end: true,
      wide: true,
    },
    { key: 'today', head: t('workers.today'), cell: ({ today }) => today.taken, sort: ({ today }) => today.taken, end: true, wide: true },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('workers.title')}
        lead={t('workers.lead')}
        items={workers.data}
        error={workers.error}
        columns={columns}
        words={(worker) => `${worker.name.en ?? ''} ${worker.name['zh-CN'] ?? ''}`}
        empty={{ icon: 'bot', title: t('workers.none'), text: t('workers.none-text') }}
        newLabel={mayWrite ? t('workers.new') : null}
        editor={(worker, close) => <WorkerEditor worker={worker} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
