// What contacts can be about: the list of all queues, lists of single queues, and their history.
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { DISPOSITIONS_KEY, dispositionsQuery, putDispositions, removeDispositions, type Dispositions } from '../../api/dispositions.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useUndo } from '../form/use-undo.ts';
import { HistoryPanel } from '../history/HistoryPanel.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import styles from './Dispositions.module.css';
import { added, changed, draftOf, faultOf, levelOf, moved, removed, treeOf, type Entry } from './draft.ts';
import { EntryRow } from './EntryRow.tsx';

export function DispositionsPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const [queue, setQueue] = useState('');
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const tree = useQuery(dispositionsQuery(api, queue === '' ? null : queue));
  const own = new Set<string>(tree.data?.queues);
  const words = tree.error ? errorWords(tree.error) : null;
  return (
    <SettingsPage wide>
      <p className={styles.lead}>{t('desk.list.lead')}</p>
      <NativeSelect
        className={styles.which}
        label={t('desk.list.of')}
        value={queue}
        data={[
          { value: '', label: t('desk.list.tenant') },
          ...queues.map(({ id, name }) => {
            const text = tenantText(name, i18n.language);
            return { value: id, label: own.has(id) ? t('desk.list.own-of', { queue: text }) : text };
          }),
        ]}
        onChange={(event) => setQueue(event.currentTarget.value)}
      />
      {words ? (
        <Message
          error
          icon="alert"
          title={t(words.key)}
          text={words.detail ?? ''}
          reference={words.reference}
          action={{ label: t('common.retry'), run: () => void tree.refetch() }}
        />
      ) : tree.data ? (
        <Editor key={`${queue} ${tree.data.queue ?? ''} ${tree.data.version}`} queue={queue === '' ? null : queue} tree={tree.data} />
      ) : (
        <Skeletons label={t('common.loading')} rows={8} />
      )}
    </SettingsPage>
  );
}

let made = 0;

function Editor({ queue, tree }: { queue: string | null; tree: Dispositions }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const user = useUser();
  const mayWrite = mayDo(user, 'dispositions:write');
  const undo = useUndo();
  const object = queue ?? user.tenant;
  const [entries, setEntries] = useState<Entry[]>(() => draftOf(tree.items));
  const again = () => queries.invalidateQueries({ queryKey: DISPOSITIONS_KEY });
  const done = async (): Promise<void> => {
    await again();
    tellSaved(t('form.saved', { name: t('desk.list.title') }), () => undo('dispositions', object)().then(again));
  };
  const save = useMutation({
    mutationFn: () => putDispositions(api, { queue: queue as Dispositions['queue'], version: tree.version, items: treeOf(entries) }),
    onSuccess: done,
  });
  const drop = useMutation({ mutationFn: () => removeDispositions(api, queue!), onSuccess: done });
  // Both in one shape: the order in which the server tells fields is its own.
  const dirty = JSON.stringify(treeOf(entries)) !== JSON.stringify(treeOf(draftOf(tree.items)));
  const whole = entries.length > 0 && entries.every((entry) => faultOf(entries, entry) === null);
  const groups = new Set(entries.map(({ parent }) => parent));
  const failed = save.error ?? drop.error;
  const words = failed ? errorWords(failed) : null;
  const add = (parent: string | null): void => setEntries((old) => added(old, parent, `new-${++made}`));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (dirty && whole && !save.isPending) save.mutate();
  };
  return (
    <form className={styles.editor} onSubmit={submit}>
      {queue !== null && tree.queue === null ? <p className={styles.soft}>{t('desk.list.inherits')}</p> : null}
      <ol className={styles.entries}>
        <li className={styles.head} aria-hidden="true">
          {(['name-zh', 'name-en', 'key', 'resolved', 'next'] as const).map((column) => (
            <span key={column}>{t(`desk.list.${column}`)}</span>
          ))}
          <span className={styles.acts} />
        </li>
        {entries.map((entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            level={levelOf(entries, entry)}
            isGroup={groups.has(entry.id)}
            fault={faultOf(entries, entry)}
            mayWrite={mayWrite}
            change={(part) => setEntries((old) => changed(old, entry.id, part))}
            move={(by) => setEntries((old) => moved(old, entry.id, by))}
            add={() => add(entry.id)}
            remove={() => setEntries((old) => removed(old, entry.id))}
          />
        ))}
      </ol>
      {mayWrite ? (
        <>
          <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
          <div className={styles.foot}>
            <Button size="xs" variant="default" onClick={() => add(null)}>
              {t('desk.list.add')}
            </Button>
            <Button size="xs" type="submit" disabled={!dirty || !whole} loading={save.isPending}>
              {t('desk.list.save')}
            </Button>
            {dirty ? (
              <>
                <Button size="xs" variant="subtle" onClick={() => setEntries(draftOf(tree.items))}>
                  {t('desk.list.discard')}
                </Button>
                <span className={styles.soft}>{t('desk.list.unsaved')}</span>
              </>
            ) : null}
            {!dirty && tree.version > 0 && queue === tree.queue ? (
              <span role="status" className={styles.soft}>
                {t('desk.list.saved', { version: tree.version })}
              </span>
            ) : null}
            {queue !== null && tree.queue !== null ? (
              <Button size="xs" variant="default" className={styles.last} loading={drop.isPending} onClick={() => drop.mutate()}>
                {t('desk.list.drop')}
              </Button>
            ) : null}
          </div>
          <HistoryPanel kind="dispositions" id={object} restored={again} />
        </>
      ) : null}
    </form>
  );
}
