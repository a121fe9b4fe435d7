// The head of a table of figures as they were, as they were played, and as they would have been.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** `what` and `beside` head the first two columns. */
export function ComparedHead({ what, beside }: { what: string; beside: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <th scope="col" data-wide="true">
          {beside}
        </th>
        <th scope="col">{t('what-if.before')}</th>
        <th scope="col">{t('what-if.after')}</th>
        <th scope="col">{t('what-if.difference')}</th>
      </tr>
    </thead>
  );
}
