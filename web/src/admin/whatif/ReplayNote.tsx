// Whether the engine of today decides the day as it was decided: where it does not, what follows is to be read with care.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatIfResult } from '../../api/what-if.ts';
import { fullTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './WhatIf.module.css';

export function ReplayNote({ replay }: { replay: WhatIfResult['replay'] }): ReactNode {
  const { t, i18n } = useTranslation();
  const { turns, same, sameChoices, offers, firstAt } = replay;
  if (firstAt === null) return <p className={styles.soft}>{t('what-if.replay.same', { turns, offers })}</p>;
  return (
    <p className={styles.warn}>
      <Icon name="alert" size={16} />
      <span>
        {t('what-if.replay.differs', { differ: turns - same, turns, choices: turns - sameChoices, at: fullTime(firstAt, i18n.language) })}
      </span>
    </p>
  );
}
