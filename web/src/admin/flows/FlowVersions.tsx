// What callers heard before: every published version, to look at as the draft or to publish again.
import { Button } from '@mantine/core';
import type { Flow } from '@tandem/contract/api/flows.ts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { flowVersionsQuery } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { shortTime } from '../../ui/format.ts';
import { useList } from '../form/use-list.ts';
import styles from './FlowEditor.module.css';
import { graphText } from './graph-text.ts';
import type { Draft } from './use-draft.ts';

/** The last so many; older ones are told by the API. */
const SHOWN = 20;

export function FlowVersions({
  flow,
  draft,
  mayPublish,
  mayWrite,
}: {
  flow: Flow;
  draft: Draft;
  mayPublish: boolean;
  mayWrite: boolean;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useServerNow();
  const versions = useQuery(flowVersionsQuery(useApi(), flow.id));
  const users = useList('users', mayDo(useUser(), 'users:read'));
  const who = (id: string | null) => users.data?.find((user) => user.id === id)?.name;
  if (versions.data?.length === 0) return <p className={styles.none}>{t('flows.no-versions')}</p>;
  return (
    <ul className={styles.list}>
      {versions.data?.slice(0, SHOWN).map((version) => (
        <li key={version.version} className={styles.version}>
          <div>
            <div>{t('flows.version', { count: version.version })}</div>
            <div className={styles.soft}>
              {[shortTime(version.publishedAt, now, i18n.language), who(version.by)].filter(Boolean).join(' · ')}
            </div>
          </div>
          {mayWrite ? (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('flows.take-label', { count: version.version })}
              onClick={() => draft.setText(graphText(version.graph))}
            >
              {t('flows.take')}
            </Button>
          ) : null}
          {mayPublish && version.version !== flow.publishedVersion ? (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('flows.again-label', { count: version.version })}
              disabled={draft.saving}
              onClick={() => draft.publishAgain(version.graph)}
            >
              {t('flows.again')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
