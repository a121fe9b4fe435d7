// Chooses the language. Each is named in its own words, so that it can be found by those who read no other.
import type { Language } from '@tandem/contract/texts.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Segments, type Segment } from '../../ui/Segments.tsx';
import { currentLanguage, switchLanguage } from '../i18n/start.ts';

const NAMES: Segment<Language>[] = [
  { value: 'zh-CN', label: '中文', lang: 'zh-CN' },
  { value: 'en', label: 'English', lang: 'en' },
];

export function LanguageSwitch({ showLabel = false }: { showLabel?: boolean }): ReactNode {
  const { t } = useTranslation();
  return (
    <Segments
      size="small"
      label={t('shell.language')}
      showLabel={showLabel}
      options={NAMES}
      value={currentLanguage()}
      onChange={(language) => void switchLanguage(language)}
    />
  );
}
