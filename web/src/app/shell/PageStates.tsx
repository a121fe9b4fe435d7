// What stands in place of a page that is loading, broken or not there.
import { useNavigate, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorWords } from '../../api/problem.ts';
import { Failed } from '../../ui/Failed.tsx';
import { Message } from '../../ui/Message.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';

export function PagePending(): ReactNode {
  const { t } = useTranslation();
  return <Skeletons label={t('common.loading')} rows={8} />;
}

export function PageFailed({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation();
  return <Failed title={t('error.page')} words={errorWords(error)} retry={reset} />;
}

export function NotFound(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Message
      icon="search"
      title={t('error.no-page')}
      text={t('error.no-page-text')}
      action={{ label: t('common.to-contacts'), run: () => void navigate({ to: '/interactions' }) }}
    />
  );
}
