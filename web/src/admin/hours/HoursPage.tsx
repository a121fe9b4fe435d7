// Settings, opening hours: each set with its week in one line, and what was said by hand.
import type { Hours } from '@tandem/contract/api/hours.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useDayName } from './day-names.ts';
import { HoursEditor } from './HoursEditor.tsx';
import { weekText } from './week.ts';

export function HoursPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const mayWrite = mayDo(useUser(), 'queues:write');
  const hours = useList('hours');
  const dayName = useDayName();
  const name = (each: Hours) => tenantText(each.name, i18n.language);
  const columns: Column<Hours>[] = [
    { key: 'name', head: t('form.name'), cell: name, sort: name },
    {
      key: 'week',
      head: t('hours.week'),
      cell: (each) => weekText(each.week, (day) => dayName(day, 'short')) || t('hours.always-closed'),
    },
    {
      key: 'special',
      head: t('hours.special'),
      cell: (each) => each.special.length,
      sort: (each) => each.special.length,
      end: true,
      wide: true,
    },
    { key: 'zone', head: t('hours.zone'), cell: (each) => each.zone, wide: true },
    {
      key: 'hand',
      head: t('hours.by-hand'),
      cell: (each) =>
        each.override === null ? (
          t('hours.hand-plan')
        ) : (
          <StateBadge
            tone={each.override.state === 'open' ? 'live' : 'ringing'}
            icon={each.override.state === 'open' ? 'check' : 'moon'}
            label={t(`hours.now.${each.override.state}`)}
          />
        ),
      wide: true,
    },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('hours.title')}
        lead={t('hours.lead')}
        items={hours.data}
        error={hours.error}
        columns={columns}
        words={(each) => `${each.name.en ?? ''} ${each.name['zh-CN'] ?? ''} ${each.key} ${each.zone}`}
        empty={{ icon: 'hourglass', title: t('hours.none'), text: t('hours.none-text') }}
        newLabel={mayWrite ? t('hours.new') : null}
        editor={(each, close) => <HoursEditor hours={each} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
