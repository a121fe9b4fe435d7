// A button of the call: icon, word and key. One that cannot be used now stays where it is and says why.
import { Tooltip } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../ui/icons.tsx';
import styles from './CallButton.module.css';

export type CallButtonProps = {
  icon: IconName;
  label: string;
  /** A letter, pressed with Alt. */
  letter?: string;
  /** Why it cannot be used now. */
  why?: string | null;
  danger?: boolean;
  /** The word is hidden where the screen is narrow. */
  slim?: boolean;
  pressed?: boolean;
  busy?: boolean;
  onClick: () => void;
};

export function CallButton({
  icon,
  label,
  letter,
  why = null,
  danger = false,
  slim = false,
  pressed,
  busy = false,
  onClick,
}: CallButtonProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const key = letter === undefined ? null : t('calls.key', { letter });
  return (
    <>
      <Tooltip
        label={why ?? (key === null ? label : `${label} · ${key}`)}
        multiline
        maw={280}
        events={{ hover: true, focus: true, touch: true }}
      >
        <button
          type="button"
          className={styles.button}
          data-danger={danger}
          data-slim={slim}
          aria-label={slim ? label : undefined}
          aria-disabled={why !== null || busy}
          aria-describedby={why === null ? undefined : id}
          aria-expanded={pressed}
          aria-keyshortcuts={letter === undefined ? undefined : `Alt+${letter}`}
          onClick={() => {
            if (why === null && !busy) onClick();
          }}
        >
          <Icon name={icon} size={18} />
          <span className={styles.word}>{label}</span>
          {key === null ? null : (
            <kbd className={styles.key} aria-hidden="true">
              {key}
            </kbd>
          )}
        </button>
      </Tooltip>
      {why === null ? null : (
        <span id={id} className="hidden-text">
          {why}
        </span>
      )}
    </>
  );
}
