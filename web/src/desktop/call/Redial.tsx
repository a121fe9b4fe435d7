// Dials again whom one dialled last, from one's own log of calls.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { readInteractions } from '../../api/interactions.ts';
import { useUser } from '../../api/session.ts';
import { addressText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';

export function Redial({ busy, dial }: { busy: boolean; dial: (number: string) => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const { agent } = useUser();
  const { data } = useQuery({
    queryKey: ['last-dialled', agent],
    queryFn: async ({ signal }) =>
      (await readInteractions(api, { direction: 'outbound', ...(agent ? { agent } : {}) }, null, signal)).items[0] ?? null,
    staleTime: 0,
  });
  const number = data ? addressText(data.remote) : '';
  if (!/\d/.test(number)) return null;
  return (
    <Button size="xs" variant="default" disabled={busy} leftSection={<Icon name="outbound" size={16} />} onClick={() => dial(number)}>
      {t('phone-more.redial', { number })}
    </Button>
  );
}
