// A wallboard for a room: chosen measures as large as the screen allows, without anything around them.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { kpisLiveQuery } from '../../api/directory.ts';
import { ALARMS_KEY, alarmsQuery, measuresQuery, WALLBOARDS_KEY, wallboardsQuery } from '../../api/floor.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useAllAgents, useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { Message } from '../../ui/Message.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { useAlarmSound } from '../alarms/use-alarm-sound.ts';
import { BoardEditor } from './BoardEditor.tsx';
import { BoardGrid } from './BoardGrid.tsx';
import { BoardHead } from './BoardHead.tsx';
import { STANDARD } from './standard.ts';
import styles from './WallboardPage.module.css';

/** Also without any event: an hour of quiet must not look like an hour without news. */
const AGAIN_MS = 5_000;

export function WallboardPage(): ReactNode {
  const { t } = useTranslation();
  const { board: chosen, light } = useSearch({ from: '/wallboard' });
  const navigate = useNavigate();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const now = useServerNow();
  const [editing, setEditing] = useState(false);
  const live = useQuery({ ...kpisLiveQuery(api), refetchInterval: AGAIN_MS, placeholderData: keepPreviousData });
  const measures = useQuery(measuresQuery(api));
  const boards = useQuery(wallboardsQuery(api));
  const mayAlarms = mayDo(user, 'thresholds:read');
  const alarms = useQuery({ ...alarmsQuery(api), enabled: mayAlarms });
  const sound = useAlarmSound(alarms.data);
  useAllAgents();
  useTouched((touched) => {
    if (touched === 'all' || touched.interactions.size > 0 || touched.agents.size > 0)
      void queries.invalidateQueries({ queryKey: ['kpis-live'] });
    if (mayAlarms && (touched === 'all' || touched.alarms)) void queries.invalidateQueries({ queryKey: ALARMS_KEY });
    if (touched === 'all' || touched.config) void queries.invalidateQueries({ queryKey: WALLBOARDS_KEY });
  });
  useEffect(() => {
    const before = document.title;
    document.title = t('wallboard.title');
    return () => void (document.title = before);
  }, [t]);

  const failed = [live, measures, boards].find((query) => query.isError && query.data === undefined);
  const board = boards.data?.find(({ id }) => id === chosen) ?? boards.data?.[0] ?? { ...STANDARD, name: t('wallboard.standard') };
  const scheme = light === true ? 'light' : 'dark';
  return (
    <main id="page" className={styles.page} data-editing={editing} data-mantine-color-scheme={scheme}>
      {failed ? (
        <Message
          error
          icon="alert"
          title={t('overview.failed')}
          text={errorWords(failed.error).detail ?? t(errorWords(failed.error).key)}
          action={{ label: t('common.retry'), run: () => void failed.refetch() }}
        />
      ) : !live.data || !measures.data || !boards.data ? (
        <Skeletons label={t('common.loading')} rows={6} />
      ) : (
        <>
          <BoardHead
            board={board}
            boards={boards.data}
            measuredAt={live.data.at}
            failing={live.isError}
            light={light === true}
            sound={mayAlarms ? sound : null}
            editing={editing}
            edit={() => setEditing(true)}
          />
          {editing ? (
            <BoardEditor
              key={board.id ?? 'new'}
              board={board}
              live={live.data}
              measures={measures.data}
              done={(id) => {
                setEditing(false);
                if (id !== undefined) void navigate({ to: '/wallboard', search: (before) => ({ ...before, board: id ?? undefined }) });
              }}
            />
          ) : (
            <BoardGrid tiles={board.tiles} live={live.data} measures={measures.data} alarms={alarms.data ?? []} now={now} />
          )}
        </>
      )}
    </main>
  );
}
