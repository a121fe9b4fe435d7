// Settings: pages of other programs that may hold the desk in a frame, and the line that puts it there.
import { Button, Textarea } from '@mantine/core';
import type { Embedding } from '@tandem/contract/api/embedding.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { embeddingQuery, setEmbedding } from '../../api/embedding.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';

export function EmbeddingPage(): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const embedding = useQuery(embeddingQuery(useApi()));
  return (
    <SettingsPage>
      <Panel title={t('embed.origins')}>
        <Problem text={words(embedding.error)} />
        {embedding.isPending ? <Skeletons label={t('common.loading')} rows={4} /> : null}
        {embedding.data ? <Origins key={embedding.data.origins.join()} embedding={embedding.data} /> : null}
      </Panel>
      {embedding.data ? <Snippet tenant={embedding.data.tenant} /> : null}
    </SettingsPage>
  );
}

function Origins({ embedding }: { embedding: Embedding }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const problem = useProblem();
  const mayWrite = mayDo(useUser(), 'users:write');
  const saved = embedding.origins.join('\n');
  const [text, setText] = useState(saved);
  const save = useMutation({
    mutationFn: (origins: readonly string[]) => setEmbedding(api, origins),
    onSuccess: (now) => {
      queries.setQueryData(embeddingQuery(api).queryKey, now);
      tellSaved(t('form.saved', { name: t('embed.title') }), async () => {
        queries.setQueryData(embeddingQuery(api).queryKey, await setEmbedding(api, embedding.origins));
      });
    },
  });
  const origins = text.split(/[\s,，]+/).filter(Boolean);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(origins);
  };
  return (
    <form className={styles.stack} noValidate onSubmit={submit}>
      <p className={styles.text}>{t('embed.lead')}</p>
      <Textarea
        label={t('embed.origins-label')}
        description={t('embed.origins-text')}
        placeholder="https://crm.example.com"
        rows={4}
        spellCheck={false}
        disabled={!mayWrite}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Problem text={problem(save.error)} />
      {mayWrite ? (
        <div className={styles.buttons}>
          <Button type="submit" loading={save.isPending} disabled={text === saved}>
            {t('form.save')}
          </Button>
        </div>
      ) : (
        <p className={styles.soft}>{t('form.read-only')}</p>
      )}
    </form>
  );
}

function Snippet({ tenant }: { tenant: string }): ReactNode {
  const { t } = useTranslation();
  const src = `${window.location.origin}/embed?tenant=${encodeURIComponent(tenant)}`;
  return (
    <Panel title={t('embed.snippet')}>
      <div className={styles.stack}>
        <p className={styles.text}>{t('embed.snippet-text')}</p>
        <Textarea
          aria-label={t('embed.snippet')}
          readOnly
          rows={3}
          spellCheck={false}
          value={`<iframe src="${src}" allow="microphone; autoplay" width="380" height="680" title="Tandem"></iframe>`}
          onFocus={(event) => event.currentTarget.select()}
        />
        <p className={styles.soft}>{t('embed.guide')}</p>
      </div>
    </Panel>
  );
}
