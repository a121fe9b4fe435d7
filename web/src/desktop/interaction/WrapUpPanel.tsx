// Wrap-up: how the contact ended for the customer, said in two keystrokes; beside it what was said before.
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { wrapUp, type ContactDetail, type WrapUpValue } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { fullTime } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { renderPart } from './render-sentence.ts';
import { dispositionPart, DISPOSITIONS } from './sentence.ts';
import styles from './WrapUpPanel.module.css';

export function WrapUpPanel({ detail }: { detail: ContactDetail }): ReactNode {
  const { t, i18n } = useTranslation();
  const user = useUser();
  const own = user.agent !== null && detail.agent?.id === user.agent;
  // What he dialled himself, or fetched, came from no queue: there is no work to wrap up.
  const talkedTo = detail.segments.some((segment) => segment.kind === 'agent' && segment.queue !== null);
  const mine = detail.wrapUps.findLast((one) => one.agent === user.agent);
  const may =
    talkedTo && detail.state !== 'open' && (own ? mayDo(user, 'interactions:wrap-up') : mayDoBeyondOwn(user, 'interactions:wrap-up'));
  if (detail.wrapUps.length === 0 && !may) return null;
  return (
    <Panel title={t('wrap-up.title')}>
      {detail.wrapUps.map((one) => (
        <div key={`${one.agent}${one.at}`} className={styles.done}>
          <p className={styles.words}>
            <strong>{renderPart(dispositionPart(one.disposition), t)}</strong> ·{' '}
            {t(one.resolved ? 'wrap-up.resolved' : 'wrap-up.unresolved')}
          </p>
          {one.notes ? <p className={styles.notes}>{one.notes}</p> : null}
          <time className={styles.at} dateTime={new Date(one.at).toISOString()}>
            {fullTime(one.at, i18n.language)}
          </time>
        </div>
      ))}
      {may && (own ? !mine : detail.wrapUps.length === 0) ? <Form id={detail.id} urgent={own && detail.state === 'wrap-up'} /> : null}
    </Panel>
  );
}

function Form({ id, urgent }: { id: string; urgent: boolean }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [disposition, setDisposition] = useState<string>('');
  const [resolved, setResolved] = useState<'yes' | 'no' | null>(null);
  const [notes, setNotes] = useState('');
  const save = useMutation({
    mutationFn: (value: WrapUpValue) => wrapUp(api, id, value),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['interaction', id] });
      await queries.invalidateQueries({ queryKey: ['interaction-events', id] });
    },
  });
  const problem = save.error ? errorWords(save.error) : null;
  const ready = disposition !== '' && resolved !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate({ disposition, resolved: resolved === 'yes', ...(notes.trim() === '' ? {} : { notes: notes.trim() }) });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <NativeSelect
        label={t('wrap-up.disposition')}
        autoFocus={urgent}
        required
        withAsterisk={false}
        value={disposition}
        onChange={(event) => setDisposition(event.currentTarget.value)}
        data={[
          { value: '', label: t('wrap-up.choose'), disabled: true },
          ...DISPOSITIONS.map((value) => ({ value, label: t(`disposition.${value}`) })),
        ]}
      />
      <Segments
        label={t('wrap-up.question')}
        showLabel
        value={resolved}
        onChange={setResolved}
        options={[
          { value: 'yes', label: t('wrap-up.yes') },
          { value: 'no', label: t('wrap-up.no') },
        ]}
      />
      <Textarea
        label={t('wrap-up.notes')}
        autosize={false}
        rows={3}
        maxLength={4000}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      {problem ? (
        <p role="alert" className={styles.problem}>
          {problem.detail ?? t(problem.key)}
        </p>
      ) : null}
      <Button type="submit" disabled={!ready} loading={save.isPending}>
        {t('wrap-up.save')}
      </Button>
    </form>
  );
}
