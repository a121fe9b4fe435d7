// The wrap-up as it is written: what it was about, resolved or not, notes, what comes after. Enter, Enter for the common case.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { askCallback, CALLBACKS_KEY } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { DISPOSITIONS_KEY, dispositionsQuery, type Disposition } from '../../api/dispositions.ts';
import { wrapUp, type ContactDetail } from '../../api/interactions.ts';
import { MATTERS_KEY, openMatter } from '../../api/matters.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { addressText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { namesOf } from './choosing.ts';
import { DispositionPicker } from './DispositionPicker.tsx';
import { useDraft } from './draft.ts';
import { FollowUp, followReady, KINDS, type Follow } from './FollowUp.tsx';
import { recentDispositions, rememberDisposition } from './recent.ts';
import styles from './WrapUp.module.css';

/** `ending`: the talk is being ended; what is written is sent once that is done. */
type FormProps = { detail: ContactDetail; queue: string | null; urgent: boolean; ending: boolean };

export function WrapUpForm({ detail, queue, urgent, ending }: FormProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const now = useServerNow();
  const form = useRef<HTMLFormElement>(null);
  const tree = useQuery(dispositionsQuery(api, queue));
  // What an administrator changes holds at once.
  useTouched((touched) => {
    if (touched === 'all' || touched.config) void queries.invalidateQueries({ queryKey: DISPOSITIONS_KEY });
  });
  const [recent] = useState(recentDispositions);
  const { draft, write, drop } = useDraft(detail.id);
  const { chosen, resolved, notes, follow } = draft;
  const names = namesOf(tree.data, i18n.language);
  // What was done before something failed is not done twice.
  const done = useRef({ callback: false, matter: false });
  const mayCall = mayDo(user, 'callbacks:write') && queue !== null && /\d/.test(detail.remote) && detail.direction !== 'internal';
  const mayOpen = mayDo(user, 'matters:write') && detail.remote !== '' && detail.direction !== 'internal';

  const save = useMutation({
    mutationFn: async () => {
      if (mayCall && follow.callback && !done.current.callback) {
        const notBefore = follow.at === '' ? {} : { notBefore: new Date(follow.at).getTime() };
        await askCallback(api, { customer: detail.customer.id, address: addressText(detail.remote), queue, ...notBefore });
        done.current.callback = true;
      }
      if (mayOpen && follow.matter && !done.current.matter) {
        const matter = { customer: detail.customer.id, interaction: detail.id, title: follow.title.trim(), kind: follow.kind };
        await openMatter(api, matter);
        done.current.matter = true;
      }
      // Last: it frees the agent for the next contact.
      const text = notes.trim();
      await wrapUp(api, detail.id, { disposition: chosen!.key, resolved: resolved === 'yes', ...(text === '' ? {} : { notes: text }) });
      rememberDisposition(chosen!.key);
      drop();
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['interaction', detail.id] });
      await queries.invalidateQueries({ queryKey: ['interaction-events', detail.id] });
      void queries.invalidateQueries({ queryKey: MATTERS_KEY });
      void queries.invalidateQueries({ queryKey: CALLBACKS_KEY });
    },
  });

  const change = (part: Partial<Follow>): void => write((old) => ({ ...old, follow: { ...old.follow, ...part } }));
  function choose(item: Disposition): void {
    const name = names.get(item.key)?.at(-1) ?? item.key;
    write((old) => {
      const resolved = item.resolved === null ? old.resolved : item.resolved ? 'yes' : 'no';
      // The words he wrote himself stay; those of the last choice give way to this one's.
      const title = old.follow.title === '' || old.follow.title === old.suggested ? name : old.follow.title;
      const kind = KINDS.find((each) => each === item.key) ?? old.follow.kind;
      const follow = { ...old.follow, title, kind, callback: item.next === 'callback', matter: item.next === 'matter' };
      return { ...old, chosen: item, resolved, follow, suggested: name };
    });
  }
  const ready = chosen !== null && resolved !== null && followReady(follow, now) && !save.isPending;
  /** Done writing before the talk was over: sent as soon as it is, unless something was changed after. */
  const [due, setDue] = useState<typeof draft | null>(null);
  const isDue = due !== null && due === draft;
  const { mutate } = save;
  useEffect(() => {
    if (ending || !isDue) return;
    setDue(null);
    mutate();
  }, [ending, isDue, mutate]);
  /** What is still missing gets the focus. */
  function finish(): void {
    if (ready && ending) setDue(draft);
    else if (ready) save.mutate();
    else if (chosen !== null && resolved === null) form.current?.querySelector<HTMLElement>('input[type=radio]')?.focus();
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    finish();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    finish();
  };

  if (tree.isPending) return <Skeletons label={t('common.loading')} rows={4} />;
  const problem = save.error ?? tree.error;
  const words = problem ? errorWords(problem) : null;
  return (
    <form ref={form} className={styles.form} onSubmit={submit} onKeyDown={onKey} aria-keyshortcuts="Control+Enter" aria-busy={ending}>
      <DispositionPicker
        items={tree.data?.items ?? []}
        names={names}
        recent={recent}
        value={chosen?.key ?? null}
        focus={urgent}
        choose={choose}
        accept={finish}
      />
      <Segments
        label={t('wrap-up.question')}
        showLabel
        value={resolved}
        onChange={(answer) => write((old) => ({ ...old, resolved: answer }))}
        options={[
          { value: 'yes', label: t('wrap-up.yes') },
          { value: 'no', label: t('wrap-up.no') },
        ]}
      />
      <Textarea
        label={t('wrap-up.notes')}
        rows={2}
        autosize={false}
        maxLength={4000}
        value={notes}
        onChange={(event) => {
          const text = event.currentTarget.value;
          write((old) => ({ ...old, notes: text }));
        }}
      />
      <FollowUp value={follow} change={change} mayCall={mayCall} mayOpen={mayOpen} />
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <div className={styles.send}>
        <p role="status" className={styles.soft}>
          {ending ? t(isDue ? 'desk.wrap-up.due' : 'desk.wrap-up.ending') : null}
        </p>
        <Button type="submit" disabled={!ready || isDue} loading={save.isPending} title={t('desk.wrap-up.save-key')}>
          {t('wrap-up.save')}
        </Button>
      </div>
    </form>
  );
}
