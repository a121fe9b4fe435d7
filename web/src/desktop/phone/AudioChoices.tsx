// Which microphone and which speaker, with the level of the first and a sound for the second, and how the microphone is cleaned.
import { Button, NativeSelect, Switch } from '@mantine/core';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './AudioChoices.module.css';
import { audioSettings } from './audio-settings.ts';
import { tryOut } from './ring-tone.ts';
import { useDevices } from './use-devices.ts';
import { useLevel } from './use-level.ts';

/** Only where the page may use a microphone: it is open while this is on the screen. */
export function AudioChoices(): ReactNode {
  const { t } = useTranslation();
  const settings = useSyncExternalStore(audioSettings.subscribe, audioSettings.get);
  const { level, opened, failed } = useLevel();
  const { microphones, speakers } = useDevices(opened);
  const [plays, setPlays] = useState(false);
  const choices = (found: MediaDeviceInfo[]) => [
    { value: '', label: t('phone.audio.default') },
    ...found.map(({ deviceId, label }) => ({ value: deviceId, label })),
  ];
  return (
    <div className={styles.choices}>
      <div>
        <NativeSelect
          size="xs"
          label={t('phone.audio.microphone')}
          data={choices(microphones)}
          value={microphones.some(({ deviceId }) => deviceId === settings.microphone) ? settings.microphone : ''}
          error={failed ? t('phone.advice.no-microphone') : null}
          onChange={(event) => audioSettings.set({ microphone: event.currentTarget.value })}
        />
        <meter className={styles.meter} aria-label={t('phone.audio.level')} min={0} max={1} value={level} />
      </div>
      <div className={styles.speaker}>
        <NativeSelect
          size="xs"
          label={t('phone.audio.speaker')}
          data={choices(speakers)}
          value={speakers.some(({ deviceId }) => deviceId === settings.speaker) ? settings.speaker : ''}
          onChange={(event) => audioSettings.set({ speaker: event.currentTarget.value })}
        />
        <Button
          size="xs"
          variant="default"
          loading={plays}
          onClick={() => {
            setPlays(true);
            void tryOut(settings.speaker).finally(() => setPlays(false));
          }}
        >
          {t('phone.audio.try')}
        </Button>
      </div>
      <Switch
        label={t('phone.audio.echo')}
        checked={settings.echo}
        onChange={(event) => audioSettings.set({ echo: event.currentTarget.checked })}
      />
      <Switch
        label={t('phone.audio.noise')}
        checked={settings.noise}
        onChange={(event) => audioSettings.set({ noise: event.currentTarget.checked })}
      />
      <Switch
        label={t('sound.weak')}
        description={t('sound.weak-text')}
        checked={settings.weak}
        onChange={(event) => audioSettings.set({ weak: event.currentTarget.checked })}
      />
    </div>
  );
}
