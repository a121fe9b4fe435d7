// The agent who looks after a customer, by name.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentNamesQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';

export function Owner({ agent }: { agent: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const { data: agents = [] } = useQuery({ ...agentNamesQuery(api), enabled: mayDo(useUser(), 'agents:read') });
  const name = agents.find(({ id }) => id === agent)?.name;
  if (name === undefined) return null;
  return (
    <div>
      <dt>{t('desk.customer.owner')}</dt>
      <dd>{name}</dd>
    </div>
  );
}
