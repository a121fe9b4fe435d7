// Settings, emergency lanes: what is prepared for a recall or an outage, and what is open now.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lane } from '../../api/lanes.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { LaneEditor } from './LaneEditor.tsx';

const BADGES = {
  open: { tone: 'danger', icon: 'alert' },
  proposed: { tone: 'ringing', icon: 'bell' },
  closed: { tone: 'quiet', icon: 'circle' },
} as const;

export function LanesPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const mayWrite = mayDo(useUser(), 'lanes:write');
  const lanes = useList('lanes');
  const name = (lane: Lane) => tenantText(lane.name, i18n.language);
  const columns: Column<Lane>[] = [
    { key: 'name', head: t('form.name'), cell: name, sort: name },
    {
      key: 'state',
      head: t('lanes.state.title'),
      cell: ({ state }) => <StateBadge {...BADGES[state]} label={t(`lanes.state.${state}`)} />,
      sort: ({ state }) => state,
    },
    { key: 'tag', head: t('lanes.tag'), cell: ({ tag }) => tag, sort: ({ tag }) => tag, wide: true },
    {
      key: 'priority',
      head: t('lanes.priority'),
      cell: ({ priority }) => `+${priority}`,
      sort: ({ priority }) => priority,
      end: true,
      wide: true,
    },
    {
      key: 'surge',
      head: t('lanes.surge'),
      cell: ({ surge }) => t(surge === null ? 'lanes.surge-off' : surge.confirm ? 'lanes.surge-asks' : 'lanes.surge-itself'),
      wide: true,
    },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('lanes.title')}
        lead={t('lanes.lead')}
        items={lanes.data}
        error={lanes.error}
        columns={columns}
        words={(lane) => `${lane.name.en ?? ''} ${lane.name['zh-CN'] ?? ''} ${lane.tag}`}
        empty={{ icon: 'alert', title: t('lanes.none'), text: t('lanes.none-text') }}
        newLabel={mayWrite ? t('lanes.new') : null}
        editor={(lane, close) => <LaneEditor lane={lane} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
