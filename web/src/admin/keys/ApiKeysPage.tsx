// Settings, API keys: what other programs come in with. A new key is in sight once; a revoked one stays in the list as history.
import { Button } from '@mantine/core';
import type { ApiKey } from '@tandem/contract/api/api-keys.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { API_KEYS_KEY, apiKeysQuery, revokeApiKey } from '../../api/access.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { fullTime, shortTime } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import styles from '../settings/SettingsPage.module.css';
import table from '../settings/Table.module.css';
import { useProblem } from '../settings/use-problem.ts';
import { NewKey } from './NewKey.tsx';

export function ApiKeysPage(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const words = useProblem();
  const mayWrite = mayDo(useUser(), 'api-keys:write');
  const keys = useQuery(apiKeysQuery(api));
  const [making, setMaking] = useState(false);
  const [sure, setSure] = useState<string | null>(null);
  const again = () => void queries.invalidateQueries({ queryKey: API_KEYS_KEY });
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => revokeApiKey(api, key.id),
    onSettled: () => {
      setSure(null);
      again();
    },
  });

  if (making)
    return (
      <SettingsPage>
        <Panel title={t('keys.new')}>
          <NewKey
            close={() => {
              setMaking(false);
              again();
            }}
          />
        </Panel>
      </SettingsPage>
    );
  return (
    <SettingsPage>
      <Panel
        title={t('settings.api-keys')}
        aside={
          mayWrite ? (
            <Button size="xs" onClick={() => setMaking(true)}>
              {t('keys.new')}
            </Button>
          ) : null
        }
        flush
      >
        <p className={table.lead}>{t('keys.text')}</p>
        <Problem text={words(revoke.error ?? keys.error)} />
        {keys.isPending ? <Skeletons label={t('common.loading')} rows={3} /> : null}
        {keys.data?.length === 0 ? <p className={table.none}>{t('keys.none')}</p> : null}
        <ul>
          {keys.data?.map((key) => (
            <li key={key.id} className={table.row}>
              <KeyWords apiKey={key} />
              {mayWrite && key.revokedAt === null ? (
                <div className={styles.buttons}>
                  {sure === key.id ? (
                    <>
                      <span>{t('keys.sure')}</span>
                      <Button size="xs" className={styles.danger} autoFocus loading={revoke.isPending} onClick={() => revoke.mutate(key)}>
                        {t('keys.revoke')}
                      </Button>
                      <Button size="xs" variant="default" onClick={() => setSure(null)}>
                        {t('settings.cancel')}
                      </Button>
                    </>
                  ) : (
                    <Button size="xs" variant="default" aria-label={`${t('keys.revoke')}: ${key.name}`} onClick={() => setSure(key.id)}>
                      {t('keys.revoke')}
                    </Button>
                  )}
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      </Panel>
    </SettingsPage>
  );
}

function KeyWords({ apiKey: key }: { apiKey: ApiKey }): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useServerNow();
  const over = key.expiresAt !== null && key.expiresAt <= now;
  const facts = [
    t('keys.by', { name: key.madeBy.name }),
    t('roles.holds', { count: key.permissions.length }),
    key.lastUsedAt === null ? t('keys.never-used') : t('keys.used', { time: shortTime(key.lastUsedAt, now, i18n.language) }),
    key.expiresAt === null ? t('keys.no-end') : t(over ? 'keys.ended' : 'keys.ends', { time: fullTime(key.expiresAt, i18n.language) }),
    ...(key.perSecond === null ? [] : [t('keys.rate', { count: key.perSecond })]),
  ];
  return (
    <div>
      <div className={styles.state}>
        <span className={table.name}>{key.name}</span>
        {key.revokedAt !== null ? (
          <StateBadge tone="quiet" icon="cross" label={t('keys.revoked')} />
        ) : over ? (
          <StateBadge tone="quiet" icon="hourglass" label={t('keys.over')} />
        ) : (
          <StateBadge tone="live" icon="check" label={t('keys.active')} />
        )}
        <code className={styles.soft}>{key.start}…</code>
      </div>
      <div className={styles.soft}>{facts.join(' · ')}</div>
    </div>
  );
}
