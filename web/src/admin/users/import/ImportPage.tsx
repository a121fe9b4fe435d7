// Settings, users, from a file: a new one, and those of before with the way back.
import { Button } from '@mantine/core';
import type { UserImport } from '@tandem/contract/api/imports.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../api/context.tsx';
import { importsQuery, undoImport } from '../../../api/first-steps.ts';
import { fullTime } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icons.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { Problem } from '../../../ui/Problem.tsx';
import { StateBadge } from '../../../ui/StateBadge.tsx';
import { useReadAgain } from '../../form/use-list.ts';
import { SettingsPage } from '../../settings/SettingsPage.tsx';
import { useProblem } from '../../settings/use-problem.ts';
import styles from './Import.module.css';
import { ImportFile } from './ImportFile.tsx';

const LOOKS = {
  applied: { tone: 'live', icon: 'check' },
  undone: { tone: 'quiet', icon: 'back' },
} as const;

export function ImportPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <SettingsPage wide>
      <p>
        <Link to="/settings/users" className={styles.link}>
          <Icon name="back" size={16} />
          {t('users.title')}
        </Link>
      </p>
      <Panel title={t('import.title')}>
        <ImportFile />
      </Panel>
      <Past />
    </SettingsPage>
  );
}

function Past(): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const readAgain = useReadAgain();
  const past = useQuery(importsQuery(api)).data?.filter(({ state }) => state !== 'previewed') ?? [];
  const undo = useMutation({ mutationFn: ({ id }: UserImport) => undoImport(api, id), onSuccess: readAgain });
  if (past.length === 0) return null;
  return (
    <Panel title={t('import.past')}>
      <Problem text={words(undo.error)} />
      <ul className={styles.past}>
        {past.map((each) => (
          <li key={each.id} className={styles.item}>
            <span className={styles.grow}>
              <strong>{each.filename}</strong>
              <span className={styles.why}>
                {t('import.by', {
                  name: each.by?.name ?? t('form.dash'),
                  at: fullTime(each.appliedAt ?? each.createdAt, i18n.language),
                  made: each.counts.new,
                  changed: each.counts.change,
                })}
              </span>
            </span>
            <StateBadge {...LOOKS[each.state as 'applied' | 'undone']} label={t(`import.state.${each.state}`)} />
            {each.state === 'applied' ? (
              <Button
                size="xs"
                variant="default"
                aria-label={t('import.undo-of', { name: each.filename })}
                loading={undo.isPending && undo.variables.id === each.id}
                onClick={() => undo.mutate(each)}
              >
                {t('import.undo')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
