// The customer's matters: those this contact belongs to, the open ones it may belong to, the closed ones; opened, linked and closed here.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import type { ContactDetail } from '../../api/interactions.ts';
import { changeMatter, linkMatter, MATTERS_KEY, mattersQuery, openMatter, type Matter, type NewMatter } from '../../api/matters.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useTouched } from '../../live/LiveProvider.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './MattersPanel.module.css';

const KINDS = ['order', 'complaint', 'ticket', 'other'] as const;

export function MattersPanel({ detail }: { detail: ContactDetail }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const [opening, setOpening] = useState(false);
  const may = mayDo(user, 'matters:read') && detail.remote !== '' && detail.direction !== 'internal';
  const mayWrite = mayDo(user, 'matters:write');
  const matters = useQuery({ ...mattersQuery(api, detail.customer.id), enabled: may });
  const again = () => {
    void queries.invalidateQueries({ queryKey: MATTERS_KEY });
    void queries.invalidateQueries({ queryKey: ['interaction', detail.id] });
    void queries.invalidateQueries({ queryKey: ['interaction-events', detail.id] });
  };
  useTouched((touched) => {
    if (may && (touched === 'all' || touched.matters)) again();
  });
  const change = useMutation({ mutationFn: (what: () => Promise<unknown>) => what(), onSettled: again });
  if (!may) return null;
  const linked = new Set(detail.matters.filter((each) => each.linked).map((each) => each.id));
  const all = matters.data ?? [];
  const rows = [
    ...all.filter((each) => linked.has(each.id)),
    ...all.filter((each) => !linked.has(each.id) && each.state === 'open'),
    ...all.filter((each) => !linked.has(each.id) && each.state === 'closed'),
  ];
  const words = change.error ? errorWords(change.error) : null;
  const acts = (matter: Matter) => (
    <div className={styles.acts}>
      <Button
        size="compact-xs"
        variant="default"
        disabled={change.isPending}
        aria-label={`${t(linked.has(matter.id) ? 'matter.unlink' : 'matter.link')}: ${matter.title}`}
        onClick={() => change.mutate(() => linkMatter(api, matter.id, detail.id, !linked.has(matter.id)))}
      >
        {t(linked.has(matter.id) ? 'matter.unlink' : 'matter.link')}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={change.isPending}
        aria-label={`${t(matter.state === 'open' ? 'matter.close' : 'matter.reopen')}: ${matter.title}`}
        onClick={() => change.mutate(() => changeMatter(api, matter.id, { state: matter.state === 'open' ? 'closed' : 'open' }))}
      >
        {t(matter.state === 'open' ? 'matter.close' : 'matter.reopen')}
      </Button>
    </div>
  );
  return (
    <Panel
      title={t('matter.title')}
      aside={
        mayWrite && !opening ? (
          <Button size="compact-xs" variant="default" onClick={() => setOpening(true)}>
            {t('matter.open')}
          </Button>
        ) : null
      }
    >
      {opening ? (
        <OpenForm
          detail={detail}
          close={() => {
            setOpening(false);
            again();
          }}
        />
      ) : null}
      <Problem text={words ? (words.detail ?? t(words.key)) : matters.error ? t(errorWords(matters.error).key) : null} />
      {rows.length === 0 && !opening ? <p className={styles.none}>{matters.data ? t('matter.none') : t('common.loading')}</p> : null}
      <ul className={styles.list} hidden={rows.length === 0}>
        {rows.map((matter) => (
          <li key={matter.id} className={styles.matter} data-linked={linked.has(matter.id)}>
            <div className={styles.words}>
              <span className={styles.title}>{matter.title === '' ? t('matter.expired') : matter.title}</span>
              <StateBadge
                tone={matter.state === 'closed' ? 'quiet' : linked.has(matter.id) ? 'live' : 'hold'}
                icon={matter.state === 'closed' ? 'check' : 'folder'}
                label={t(
                  matter.state === 'closed' ? 'matter.state.closed' : linked.has(matter.id) ? 'matter.state.linked' : 'matter.state.open',
                )}
              />
            </div>
            <div className={styles.soft}>
              {[t(`matter.kind.${matter.kind}`), ...(matter.reference === null ? [] : [matter.reference])].join(' · ')} ·{' '}
              {t('matter.contacts', { count: matter.contacts })}
            </div>
            {mayWrite ? acts(matter) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OpenForm({ detail, close }: { detail: ContactDetail; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('order');
  const [reference, setReference] = useState('');
  const open = useMutation({ mutationFn: (matter: NewMatter) => openMatter(api, matter), onSuccess: close });
  const words = open.error ? errorWords(open.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === '') return;
    const known = reference.trim() === '' ? {} : { reference: reference.trim() };
    open.mutate({ customer: detail.customer.id, interaction: detail.id, title: title.trim(), kind, ...known });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={t('matter.about')}
        autoFocus
        required
        withAsterisk={false}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('matter.which')}
        value={kind}
        data={KINDS.map((value) => ({ value, label: t(`matter.kind.${value}`) }))}
        onChange={(event) => setKind(KINDS.find((each) => each === event.currentTarget.value) ?? 'other')}
      />
      <TextInput
        label={t('matter.reference')}
        maxLength={200}
        value={reference}
        onChange={(event) => setReference(event.currentTarget.value)}
      />
      <Problem text={words ? (words.detail ?? t(words.key)) : null} />
      <div className={styles.acts}>
        <Button size="xs" type="submit" disabled={title.trim() === ''} loading={open.isPending}>
          {t('matter.open')}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {t('desk.customer.cancel')}
        </Button>
      </div>
    </form>
  );
}
