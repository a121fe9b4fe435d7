// The picture of a recording: customer above, agent below, what was heard in full colour. It is a slider to keys and to screen readers.
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../ui/format.ts';
import styles from './Player.module.css';

type WaveformProps = {
  peaks: Float32Array[];
  atMs: number;
  lengthMs: number;
  /** Stands over the picture, as wide as it: what has a place in time. */
  above: ReactNode;
  onSeek: (ms: number) => void;
  onToggle: () => void;
};

const STEP_MS = 5_000;
const WIDE_STEP_MS = 30_000;

export function Waveform({ peaks, atMs, lengthMs, above, onSeek, onToggle }: WaveformProps): ReactNode {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { colorScheme } = useMantineColorScheme();
  const share = lengthMs > 0 ? Math.min(1, atMs / lengthMs) : 0;

  useEffect(() => {
    const drawn = canvas.current;
    if (!drawn) return undefined;
    const paint = () => draw(drawn, peaks, share);
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(drawn);
    return () => observer.disconnect();
  }, [peaks, share, colorScheme]);

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowRight: atMs + STEP_MS,
      ArrowUp: atMs + STEP_MS,
      ArrowLeft: atMs - STEP_MS,
      ArrowDown: atMs - STEP_MS,
      PageUp: atMs + WIDE_STEP_MS,
      PageDown: atMs - WIDE_STEP_MS,
      Home: 0,
      End: lengthMs,
    };
    const to = moves[event.key];
    if (to !== undefined) onSeek(to);
    else if (event.key === ' ') onToggle();
    else return;
    event.preventDefault();
  };
  const seekTo = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - box.left) / box.width) * lengthMs);
  };

  return (
    <div className={styles.wave}>
      <div className={styles.above}>{above}</div>
      <div className={styles.channels} aria-hidden="true">
        <span data-who="customer">{t('recording.customer')}</span>
        <span data-who="agent">{t('recording.agent')}</span>
      </div>
      <div
        className={styles.slider}
        role="slider"
        tabIndex={0}
        aria-label={t('recording.position')}
        aria-valuemin={0}
        aria-valuemax={Math.round(lengthMs / 1000)}
        aria-valuenow={Math.round(atMs / 1000)}
        aria-valuetext={t('recording.position-text', { at: clockText(atMs), length: clockText(lengthMs) })}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && seekTo(event)}
      >
        <canvas ref={canvas} className={styles.canvas} />
      </div>
    </div>
  );
}

const BAR = 2;
const GAP = 1;

function draw(canvas: HTMLCanvasElement, peaks: Float32Array[], share: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const look = getComputedStyle(canvas);
  const colours = ['--td-wave-customer', '--td-wave-agent'].map((name) => look.getPropertyValue(name));
  const half = height / 2;
  const bars = Math.max(1, Math.floor(width / (BAR + GAP)));
  // A mono file is drawn once, in the middle of the upper half.
  peaks.slice(0, 2).forEach((channel, index) => {
    context.fillStyle = colours[index]!;
    const middle = index * half + half / 2;
    for (let bar = 0; bar < bars; bar++) {
      const from = Math.floor((bar / bars) * channel.length);
      const to = Math.max(from + 1, Math.floor(((bar + 1) / bars) * channel.length));
      let loudest = 0;
      for (let slice = from; slice < to; slice++) loudest = Math.max(loudest, channel[slice] ?? 0);
      // Speech lives far below full scale: the square root lets it be seen.
      const tall = Math.max(1.5, Math.sqrt(loudest) * (half - 6));
      context.globalAlpha = bar / bars <= share ? 1 : 0.4;
      context.fillRect(bar * (BAR + GAP), middle - tall / 2, BAR, tall);
    }
  });
  context.globalAlpha = 1;
  context.fillStyle = look.getPropertyValue('--td-text');
  context.fillRect(Math.min(width - 1.5, share * width), 0, 1.5, height);
}
