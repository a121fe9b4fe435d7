// One recording of a prompt: what is heard now, the ways to a new one, and the older ones that can be heard again.
import { Button, Textarea } from '@mantine/core';
import type { Prompt, PromptVersion, Slot } from '@tandem/contract/api/prompts.ts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { ApiError } from '../../api/problem.ts';
import { restoreRecording, sendRecording, speakRecording } from '../../api/prompts.ts';
import { FilePick } from '../../ui/FilePick.tsx';
import { clockText, fullTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useReadAgain } from '../form/use-list.ts';
import { useProblem } from '../settings/use-problem.ts';
import { ListenButton } from './ListenButton.tsx';
import { wavOfFile } from './microphone.ts';
import { RecordButton } from './RecordButton.tsx';
import styles from './Recording.module.css';
import { versionsOf } from './slots.ts';
import { base64Of } from './wav.ts';

/** Made here and not an answer of the server. */
class Told extends Error {}

export function Recording({ prompt, slot, mayWrite }: { prompt: Prompt; slot: Slot; mayWrite: boolean }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const readAgain = useReadAgain();
  const versions = versionsOf(prompt, slot);
  const current = versions.find((each) => each.current);
  const [text, setText] = useState<string | null>(null);
  const title = t(`prompts.slot.${slot}`);
  const change = useMutation({
    mutationFn: (work: () => Promise<Prompt>) => work(),
    async onSuccess() {
      setText(null);
      await readAgain();
      tellSaved(t('prompts.heard-now', { name: title }), current ? () => restoreRecording(api, prompt.id, slot, current.version) : null);
    },
  });
  const send = (wav: Uint8Array, source: 'upload' | 'microphone') =>
    change.mutate(() => sendRecording(api, prompt.id, slot, base64Of(wav), source));
  const upload = (file: File | null) => {
    if (file === null) return;
    change.mutate(async () => {
      const wav = await wavOfFile(file).catch(() => {
        throw new Told(t('prompts.unreadable', { file: file.name }));
      });
      return sendRecording(api, prompt.id, slot, base64Of(wav), 'upload');
    });
  };
  const { error } = change;
  return (
    <section className={styles.recording} aria-label={title}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.state}>{current ? describe(current) : t('prompts.nothing')}</span>
      </div>
      {current?.text ? <p className={styles.said}>{current.text}</p> : null}
      <div className={styles.acts}>
        {current ? <ListenButton prompt={prompt.id} slot={slot} version={current.version} name={title} /> : null}
        {mayWrite ? (
          <>
            <FilePick
              label={t('prompts.file', { name: title })}
              accept="audio/*,.wav"
              size="xs"
              variant="default"
              loading={change.isPending}
              chosen={upload}
            >
              {t('prompts.upload')}
            </FilePick>
            <RecordButton name={title} busy={change.isPending} done={(wav) => send(wav, 'microphone')} />
            {slot === 'all' || text !== null ? null : (
              <Button size="xs" variant="default" leftSection={<Icon name="pen" size={16} />} onClick={() => setText(current?.text ?? '')}>
                {t('prompts.from-text')}
              </Button>
            )}
          </>
        ) : null}
      </div>
      {text === null ? null : (
        <div className={styles.text}>
          <Textarea
            label={t('prompts.text', { name: title })}
            description={t('prompts.text-text')}
            autosize
            minRows={2}
            maxLength={500}
            autoFocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className={styles.acts}>
            <Button
              size="xs"
              loading={change.isPending}
              disabled={text.trim() === ''}
              onClick={() => change.mutate(() => speakRecording(api, prompt.id, slot, text.trim()))}
            >
              {t('prompts.speak')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setText(null)}>
              {t('settings.cancel')}
            </Button>
          </div>
        </div>
      )}
      <Problem
        text={error instanceof Told ? error.message : words(error instanceof ApiError || !error ? error : new ApiError(0, null, null))}
      />
      {versions.length > 1 ? (
        <details className={styles.older}>
          <summary>{t('prompts.versions', { count: versions.length })}</summary>
          <ul>
            {versions.map((each) => (
              <li key={each.version} className={styles.version}>
                <span className={styles.grow}>
                  {describe(each)}
                  {each.current ? <strong> {t('prompts.is-heard')}</strong> : null}
                </span>
                <ListenButton prompt={prompt.id} slot={slot} version={each.version} name={t('prompts.version', { count: each.version })} />
                {each.current || !mayWrite ? null : (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('prompts.use-label', { count: each.version })}
                    onClick={() => change.mutate(() => restoreRecording(api, prompt.id, slot, each.version))}
                  >
                    {t('prompts.use')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );

  function describe({ source, durationMs, madeAt }: PromptVersion): string {
    return t(`prompts.made.${source}`, { length: clockText(durationMs), time: fullTime(madeAt, i18n.language) });
  }
}
