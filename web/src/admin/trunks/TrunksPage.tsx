// Settings, trunks: the ways to and from the public network, and how each does at this moment.
import type { TrunkView } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { TrunkEditor } from './TrunkEditor.tsx';
import { TrunkState } from './TrunkState.tsx';

export function TrunksPage(): ReactNode {
  const { t } = useTranslation();
  const mayWrite = mayDo(useUser(), 'numbers:write');
  // No event tells of a trunk's health: it is asked for while somebody looks.
  const trunks = useList('trunks', true, 5_000);
  const columns: Column<TrunkView>[] = [
    { key: 'name', head: t('form.name'), cell: (trunk) => trunk.name, sort: (trunk) => trunk.name },
    { key: 'state', head: t('trunks.state'), cell: (trunk) => <TrunkState trunk={trunk} /> },
    { key: 'host', head: t('trunks.host'), cell: (trunk) => `${trunk.host}:${trunk.port}`, wide: true },
    {
      key: 'account',
      head: t('trunks.account'),
      cell: (trunk) => trunk.account?.username ?? t('trunks.by-address'),
      wide: true,
    },
    {
      key: 'rtt',
      head: t('trunks.rtt'),
      cell: (trunk) => (trunk.state?.rttMs == null ? t('form.dash') : t('trunks.ms', { count: Math.round(trunk.state.rttMs) })),
      end: true,
      wide: true,
    },
    {
      key: 'priority',
      head: t('trunks.priority'),
      cell: (trunk) => trunk.priority,
      sort: (trunk) => trunk.priority,
      end: true,
      wide: true,
    },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('trunks.title')}
        lead={t('trunks.lead')}
        items={trunks.data}
        error={trunks.error}
        columns={columns}
        words={(trunk) => `${trunk.name} ${trunk.host} ${trunk.account?.username ?? ''} ${trunk.addresses.join(' ')}`}
        empty={{ icon: 'internal', title: t('trunks.none'), text: t('trunks.none-text') }}
        newLabel={mayWrite ? t('trunks.new') : null}
        editor={(trunk, close) => <TrunkEditor trunk={trunk} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
