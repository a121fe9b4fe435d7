// Plays a recording: waveform of customer and agent, play and pause, seek, speed, download; by mouse and by keys.
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { clockText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import styles from './Player.module.css';
import { durationOf, peaksOf, wavLayout } from './wav.ts';
import { MarkFlags } from '../marks/MarkFlags.tsx';
import { MarkList } from '../marks/MarkList.tsx';
import { useMarks } from '../marks/use-marks.ts';
import { Waveform } from './Waveform.tsx';

const SPEEDS = ['0.75', '1', '1.25', '1.5', '2'];
const SLICES = 600;

export function Player({ id, whole, name }: { id: string; whole: boolean; name: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const audio = useQuery({
    queryKey: ['recording-audio', id],
    queryFn: ({ signal }) => api.bytes(`/recordings/${id}/audio`, signal),
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const picture = useMemo(() => {
    const layout = audio.data ? wavLayout(audio.data) : null;
    return audio.data && layout ? { peaks: peaksOf(audio.data, layout, SLICES), durationMs: durationOf(layout) } : null;
  }, [audio.data]);

  if (audio.isPending) return <Skeletons label={t('recording.loading')} rows={2} height={32} gap={8} />;
  if (!audio.data) {
    const words = errorWords(audio.error);
    return (
      <div role="alert" className={styles.failed}>
        <p>
          {t('recording.failed')} {words.detail ?? t(words.key)}
        </p>
        <Button size="xs" variant="default" onClick={() => void audio.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    );
  }
  return (
    <Controls id={id} bytes={audio.data} peaks={picture?.peaks ?? []} durationMs={picture?.durationMs ?? null} whole={whole} name={name} />
  );
}

type ControlsProps = { id: string; bytes: ArrayBuffer; peaks: Float32Array[]; durationMs: number | null; whole: boolean; name: string };

function Controls({ id, bytes, peaks, durationMs, whole, name }: ControlsProps): ReactNode {
  const { t } = useTranslation();
  const element = useRef<HTMLAudioElement>(null);
  const url = useBlobUrl(bytes);
  const [playing, setPlaying] = useState(false);
  const [atMs, setAtMs] = useState(0);
  const [lengthMs, setLengthMs] = useState(durationMs ?? 0);
  const [speed, setSpeed] = useState('1');
  const [broken, setBroken] = useState(false);
  const marks = useMarks(id);

  // `timeupdate` comes four times a second; the line over the waveform should move with the voice.
  useEffect(() => {
    if (!playing) return undefined;
    let frame = requestAnimationFrame(function follow() {
      if (element.current) setAtMs(element.current.currentTime * 1000);
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);

  const toggle = () => {
    const player = element.current;
    if (!player) return;
    if (player.paused) void player.play().catch(() => setBroken(true));
    else player.pause();
  };
  const seek = (ms: number) => {
    if (element.current) element.current.currentTime = Math.max(0, Math.min(ms, lengthMs)) / 1000;
    setAtMs(Math.max(0, Math.min(ms, lengthMs)));
  };

  return (
    <div className={styles.player}>
      <audio
        ref={element}
        src={url ?? undefined}
        preload="auto"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={() => url && setBroken(true)}
        onLoadedMetadata={(event) => {
          if (Number.isFinite(event.currentTarget.duration)) setLengthMs(event.currentTarget.duration * 1000);
        }}
      />
      <Waveform
        peaks={peaks}
        atMs={atMs}
        lengthMs={lengthMs}
        above={<MarkFlags marks={marks} lengthMs={lengthMs} jump={seek} />}
        onSeek={seek}
        onToggle={toggle}
      />
      <div className={styles.controls}>
        <Button size="xs" leftSection={<Icon name={playing ? 'pause' : 'play'} size={16} />} onClick={toggle} disabled={broken}>
          {playing ? t('recording.pause') : t('recording.play')}
        </Button>
        <span className={styles.clock}>
          {clockText(atMs)} / {clockText(lengthMs)}
        </span>
        <NativeSelect
          size="xs"
          className={styles.speed}
          aria-label={t('recording.speed')}
          value={speed}
          data={SPEEDS.map((value) => ({ value, label: `${value} ×` }))}
          onChange={(event) => {
            setSpeed(event.currentTarget.value);
            if (element.current) element.current.playbackRate = Number(event.currentTarget.value);
          }}
        />
        <Button
          size="xs"
          variant="default"
          component="a"
          href={url ?? undefined}
          download={name}
          leftSection={<Icon name="download" size={16} />}
          className={styles.download}
        >
          {t('recording.download')}
        </Button>
      </div>
      <MarkList recording={id} marks={marks} atMs={atMs} playing={playing} jump={seek} />
      {whole ? null : <p className={styles.cut}>{t('recording.cut')}</p>}
      {broken ? (
        <p role="alert" className={styles.cut}>
          {t('recording.cannot-play')}
        </p>
      ) : null}
    </div>
  );
}

function useBlobUrl(bytes: ArrayBuffer): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url;
}
