// Settings, numbers: every address of ours that callers dial, and the flow that takes the call.
import type { NumberView } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { addressText, tenantText } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { NumberEditor } from './NumberEditor.tsx';

export function NumbersPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const mayWrite = mayDo(useUser(), 'numbers:write');
  const numbers = useList('numbers');
  const flows = useList('flows');
  const flowOf = (number: NumberView) => flows.data?.find((flow) => flow.id === number.flow);
  const flowName = (number: NumberView) => {
    const flow = flowOf(number);
    return flow ? tenantText(flow.name, i18n.language) : '';
  };
  const columns: Column<NumberView>[] = [
    { key: 'number', head: t('numbers.number'), cell: (number) => addressText(number.display), sort: (number) => number.display },
    {
      key: 'flow',
      head: t('numbers.goes-to'),
      cell: (number) =>
        number.flow === null ? (
          <StateBadge tone="quiet" icon="cross" label={t('numbers.nowhere')} />
        ) : flowOf(number)?.publishedVersion === null ? (
          <StateBadge tone="ringing" icon="alert" label={t('numbers.unpublished', { flow: flowName(number) })} />
        ) : (
          flowName(number)
        ),
      sort: flowName,
    },
    {
      key: 'label',
      head: t('numbers.label'),
      cell: (number) => number.label || t('form.dash'),
      sort: (number) => number.label,
      wide: true,
    },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('numbers.title')}
        lead={t('numbers.lead')}
        items={numbers.data}
        error={numbers.error}
        columns={columns}
        words={(number) => `${number.display} ${addressText(number.display)} ${number.label} ${flowName(number)}`}
        empty={{ icon: 'phone', title: t('numbers.none'), text: t('numbers.none-text') }}
        newLabel={mayWrite ? t('numbers.new') : null}
        editor={(number, close) => <NumberEditor number={number} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
