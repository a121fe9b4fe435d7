// What a graph may name, by the names people know: chosen, its id stands in the text where the cursor is.
import { NativeSelect } from '@mantine/core';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { useList } from '../form/use-list.ts';

export function InsertId({ insert }: { insert: (text: string) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const named = (list: readonly { id: string; name: TenantText }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ value: id, label: tenantText(name, i18n.language) }));
  const agents = useList('agents').data?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  // A flow names them by their keys.
  const prompts = useList('prompts', mayDo(useUser(), 'prompts:read')).data ?? [];
  const keyed = prompts.map(({ key, name }) => ({ value: key, label: tenantText(name, i18n.language) }));
  const groups = [
    { group: t('queues.title'), items: named(useList('queues').data) },
    { group: t('skills.title'), items: named(useList('skills').data) },
    { group: t('hours.title'), items: named(useList('hours').data) },
    { group: t('flows.title'), items: named(useList('flows').data) },
    { group: t('prompts.title'), items: keyed },
    { group: t('queues.members'), items: agents },
  ].filter(({ items }) => items.length > 0);
  return (
    <NativeSelect
      label={t('flows.insert-text')}
      data={[{ value: '', label: t('flows.insert-choose') }, ...groups]}
      value=""
      onChange={(event) => insert(JSON.stringify(event.currentTarget.value))}
    />
  );
}
