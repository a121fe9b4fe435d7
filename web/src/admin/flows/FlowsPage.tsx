// Settings, flows: every flow with its published version; one that is opened takes the whole page.
import type { FlowSummary } from '@tandem/contract/api/flows.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { addressText, shortTime, tenantText } from '../../ui/format.ts';
import { Register, useOpen, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { FlowEditor } from './FlowEditor.tsx';
import { FlowState } from './FlowState.tsx';
import { NewFlow } from './NewFlow.tsx';

export function FlowsPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useOpen();
  const now = useServerNow();
  const user = useUser();
  const mayWrite = mayDo(user, 'flows:write');
  const flows = useList('flows');
  const numbers = useList('numbers', mayDo(user, 'numbers:read'));
  const name = (flow: FlowSummary) => tenantText(flow.name, i18n.language);
  const dialled = (flow: FlowSummary) =>
    (numbers.data ?? [])
      .filter((number) => number.flow === flow.id)
      .map((number) => addressText(number.display))
      .join(', ');
  const columns: Column<FlowSummary>[] = [
    { key: 'name', head: t('form.name'), cell: name, sort: name },
    { key: 'state', head: t('flows.state'), cell: (flow) => <FlowState flow={flow} />, sort: (flow) => flow.publishedVersion ?? 0 },
    { key: 'numbers', head: t('flows.dialled'), cell: (flow) => dialled(flow) || t('form.dash'), wide: true },
    {
      key: 'at',
      head: t('flows.published-at'),
      cell: (flow) => (flow.publishedAt === null ? t('form.dash') : shortTime(flow.publishedAt, now, i18n.language)),
      sort: (flow) => flow.publishedAt ?? 0,
      wide: true,
    },
  ];
  if (open !== null && open !== 'new')
    return (
      <SettingsPage wide>
        <FlowEditor key={open} id={open} back={() => setOpen(null)} />
      </SettingsPage>
    );
  return (
    <SettingsPage wide>
      <Register
        title={t('flows.title')}
        lead={t('flows.lead')}
        items={flows.data}
        error={flows.error}
        columns={columns}
        words={(flow) => `${flow.name.en ?? ''} ${flow.name['zh-CN'] ?? ''} ${flow.key} ${dialled(flow)}`}
        empty={{ icon: 'bot', title: t('flows.none'), text: t('flows.none-text') }}
        newLabel={mayWrite ? t('flows.new') : null}
        editor={(flow, close) => (flow === null ? <NewFlow close={close} made={setOpen} /> : null)}
      />
    </SettingsPage>
  );
}
