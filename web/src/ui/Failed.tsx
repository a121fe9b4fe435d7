// In the place of a view whose data could not be read: what went wrong, in words, and another try.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from './Message.tsx';

type FailedProps = {
  title: string;
  /** As `errorWords` has them: a key of the catalogue for any error, and what the server said of this one. */
  words: { key: string; detail: string | null; reference: string | null };
  retry: () => void;
};

export function Failed({ title, words, retry }: FailedProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Message
      error
      icon="alert"
      title={title}
      text={words.detail ?? t(words.key)}
      reference={words.reference}
      action={{ label: t('common.retry'), run: retry }}
    />
  );
}
