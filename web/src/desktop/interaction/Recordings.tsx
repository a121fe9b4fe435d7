// The recordings of a contact: each with its state in words, and a player where it can be heard.
import type { ContactDetail } from '../../api/interactions.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Player } from './Player.tsx';
import styles from './Player.module.css';

export function Recordings({ detail }: { detail: ContactDetail }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  if (detail.recordings.length === 0) return null;
  const may = mayDo(user, 'recordings:listen');
  return (
    <Panel title={t('recording.title')}>
      <div className={styles.all}>
        {detail.recordings.map((recording) =>
          recording.state === 'sealed' && may ? (
            <Player
              key={recording.id}
              id={recording.id}
              whole={recording.whole !== false}
              name={fileName(recording.startedAt, recording.id)}
            />
          ) : (
            <p key={recording.id} className={styles.state}>
              <Icon name="record" size={18} />
              {t(recording.state === 'sealed' ? 'recording.not-allowed' : `recording.state.${recording.state}`)}
            </p>
          ),
        )}
      </div>
    </Panel>
  );
}

/** `2026-11-21_14-03-09_rec_0193....wav`: sorts by time, and finds its way back to the contact. */
function fileName(at: number, id: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-')}_${id}.wav`;
}
