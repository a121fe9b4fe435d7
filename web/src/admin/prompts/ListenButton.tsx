// Plays one version of a recording as callers hear it, and stops it.
import { Button } from '@mantine/core';
import type { Slot } from '@tandem/contract/api/prompts.ts';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { recordingAudio } from '../../api/prompts.ts';
import { Icon } from '../../ui/icons.tsx';

type Playing = { audio: HTMLAudioElement; url: string };

export function ListenButton({ prompt, slot, version, name }: { prompt: string; slot: Slot; version: number; name: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const playing = useRef<Playing | null>(null);
  const [state, setState] = useState<'quiet' | 'playing' | 'broken'>('quiet');
  const stop = () => {
    if (playing.current === null) return;
    playing.current.audio.pause();
    URL.revokeObjectURL(playing.current.url);
    playing.current = null;
  };
  useEffect(() => stop, []);
  const start = async () => {
    try {
      const bytes = await recordingAudio(api, prompt, slot, version);
      stop();
      const url = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
      const audio = new Audio(url);
      playing.current = { audio, url };
      audio.addEventListener('ended', () => setState('quiet'));
      setState('playing');
      await audio.play();
    } catch {
      // There is nothing else to say of it: the sound cannot be had, or cannot be played here.
      setState('broken');
    }
  };
  const is = state === 'playing';
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name={is ? 'pause' : 'play'} size={16} />}
      aria-label={t(is ? 'prompts.stop-name' : 'prompts.listen-name', { name })}
      onClick={() => {
        if (!is) return void start();
        stop();
        setState('quiet');
      }}
    >
      {t(state === 'broken' ? 'prompts.broken' : is ? 'prompts.stop' : 'prompts.listen')}
    </Button>
  );
}
