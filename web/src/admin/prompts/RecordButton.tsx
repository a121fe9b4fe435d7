// Records what is said into the microphone, with the time it has taken so far.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { listen, type Take } from './microphone.ts';
import styles from './Recording.module.css';

export function RecordButton({ name, busy, done }: { name: string; busy: boolean; done: (wav: Uint8Array) => void }): ReactNode {
  const { t } = useTranslation();
  const take = useRef<Take | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const [now, setNow] = useState(0);
  const [refused, setRefused] = useState(false);
  // Leaving the page leaves the microphone.
  useEffect(() => () => take.current?.drop(), []);
  useEffect(() => {
    if (since === null) return undefined;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [since]);
  const start = async () => {
    setRefused(false);
    try {
      take.current = await listen();
      setNow(performance.now());
      setSince(performance.now());
    } catch {
      setRefused(true);
    }
  };
  const stop = async () => {
    const taken = take.current;
    take.current = null;
    setSince(null);
    try {
      if (taken) done(await taken.stop());
    } catch {
      setRefused(true);
    }
  };
  if (since === null)
    return (
      <>
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          leftSection={<Icon name="mic" size={16} />}
          aria-label={t('prompts.record-name', { name })}
          onClick={() => void start()}
        >
          {t('prompts.record')}
        </Button>
        {refused ? (
          <p role="alert" className={styles.refused}>
            {t('prompts.no-microphone')}
          </p>
        ) : null}
      </>
    );
  return (
    <Button size="xs" leftSection={<Icon name="record" size={16} />} onClick={() => void stop()}>
      {t('prompts.record-stop', { time: clockText(Math.max(0, now - since)) })}
    </Button>
  );
}
