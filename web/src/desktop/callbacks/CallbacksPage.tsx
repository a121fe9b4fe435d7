// Call-backs: who waits to be called back, when and how often it was tried; asking for a new one, cancelling one.
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CALLBACKS_KEY, callbacksQuery, type Callback } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useTouched } from '../../live/LiveProvider.tsx';
import { Failed } from '../../ui/Failed.tsx';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { CallbackRow } from './CallbackRow.tsx';
import styles from './CallbacksPage.module.css';
import { NewCallback } from './NewCallback.tsx';

const STATES = ['waiting', 'reached', 'given-up', 'cancelled'] as const;

const route = getRouteApi('/shell/callbacks');

export function CallbacksPage(): ReactNode {
  const wanted = route.useSearch();
  const { t } = useTranslation();
  const user = useUser();
  const queries = useQueryClient();
  const mayWrite = mayDo(user, 'callbacks:write');
  const mayRead = mayDo(user, 'callbacks:read');
  const [made, setMade] = useState<Callback[]>([]);
  const keep = (one: Callback): void => {
    setMade((old) => (old.some(({ id }) => id === one.id) ? old.map((each) => (each.id === one.id ? one : each)) : [one, ...old]));
    void queries.invalidateQueries({ queryKey: CALLBACKS_KEY });
  };
  return (
    <Page title={t('callbacks.title')}>
      <div className={styles.columns}>
        {mayRead ? <All changed={keep} /> : <OwnOnly made={made} changed={keep} />}
        {mayWrite ? (
          <Panel title={t('callbacks.new')}>
            <NewCallback key={wanted.number} wanted={wanted} made={keep} />
          </Panel>
        ) : null}
      </div>
    </Page>
  );
}

/** For who may not see everybody's: those he asked for since he came here. */
function OwnOnly({ made, changed }: { made: readonly Callback[]; changed: (one: Callback) => void }): ReactNode {
  const { t } = useTranslation();
  const { data: queues = [] } = useQuery(queuesQuery(useApi()));
  return (
    <Panel title={t('callbacks.yours')} flush>
      <p className={styles.lead}>{t('callbacks.own-text')}</p>
      <ul>
        {made.map((one) => (
          <CallbackRow key={one.id} callback={one} queues={queues} changed={changed} />
        ))}
      </ul>
    </Panel>
  );
}

function All({ changed }: { changed: (one: Callback) => void }): ReactNode {
  const { t } = useTranslation();
  const everybodys = useUser().permissions.some(({ action, scope }) => action === 'callbacks:read' && scope === 'tenant');
  const api = useApi();
  const queries = useQueryClient();
  const [state, setState] = useState<Callback['state'] | ''>('waiting');
  const list = useInfiniteQuery(callbacksQuery(api, state === '' ? null : state));
  const { data: queues = [] } = useQuery(queuesQuery(api));
  useTouched((touched) => {
    if (touched === 'all' || touched.interactions.size > 0) void queries.invalidateQueries({ queryKey: CALLBACKS_KEY });
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const words = list.error ? errorWords(list.error) : null;
  return (
    <Panel
      title={t('callbacks.list')}
      flush
      aside={
        <NativeSelect
          size="xs"
          aria-label={t('callbacks.filter')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value as Callback['state'] | '')}
          data={[{ value: '', label: t('callbacks.any') }, ...STATES.map((value) => ({ value, label: t(`callbacks.state.${value}`) }))]}
        />
      }
    >
      {everybodys ? null : <p className={styles.lead}>{t('callbacks.scope-text')}</p>}
      {words ? (
        <Failed title={t('callbacks.failed')} words={words} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeletons label={t('common.loading')} rows={4} />
      ) : rows.length === 0 ? (
        <Message
          icon="callback"
          title={t(state === 'waiting' ? 'callbacks.none-waiting' : 'callbacks.none')}
          text={t('callbacks.none-text')}
        />
      ) : (
        <ul aria-label={t('callbacks.list')}>
          {rows.map((one) => (
            <CallbackRow key={one.id} callback={one} queues={queues} changed={changed} />
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <p className={styles.more}>
          <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('contacts.more')}
          </Button>
        </p>
      ) : null}
    </Panel>
  );
}
