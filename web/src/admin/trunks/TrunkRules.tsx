// How numbers are rewritten on a trunk: lines in order, the first that fits is used.
import { Button } from '@mantine/core';
import type { DialRule } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import styles from './TrunkRules.module.css';

export function TrunkRules({
  rules,
  onChange,
  errorAt,
}: {
  rules: readonly DialRule[];
  onChange: (rules: DialRule[]) => void;
  errorAt: (i: number) => string | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const put = (i: number, patch: Partial<DialRule>) => onChange(rules.map((rule, at) => (at === i ? { ...rule, ...patch } : rule)));
  return (
    <div className={styles.rules}>
      {rules.map((rule, i) => {
        const label = (field: string) => t('trunks.rule-field', { count: i + 1, field });
        return (
          <div key={i} className={styles.rule}>
            <select
              aria-label={label(t('trunks.direction'))}
              value={rule.direction}
              onChange={(event) => put(i, { direction: event.currentTarget.value as DialRule['direction'] })}
            >
              <option value="in">{t('trunks.in')}</option>
              <option value="out">{t('trunks.out')}</option>
            </select>
            <input
              aria-label={label(t('trunks.prefix'))}
              placeholder={t('trunks.prefix')}
              value={rule.prefix}
              onChange={(event) => put(i, { prefix: event.currentTarget.value })}
            />
            <span aria-hidden="true">→</span>
            <input
              aria-label={label(t('trunks.replace'))}
              placeholder={t('trunks.replace')}
              value={rule.replace}
              onChange={(event) => put(i, { replace: event.currentTarget.value })}
            />
            <input
              type="number"
              min={1}
              max={32}
              className={styles.least}
              aria-label={label(t('trunks.least'))}
              placeholder={t('trunks.least')}
              value={rule.minLength ?? ''}
              onChange={(event) => {
                const { minLength: _, ...rest } = rule;
                const text = event.currentTarget.value;
                onChange(rules.map((each, at) => (at === i ? (text === '' ? rest : { ...rest, minLength: Number(text) }) : each)));
              }}
            />
            <button
              type="button"
              className={styles.drop}
              aria-label={label(t('form.remove'))}
              onClick={() => onChange(rules.filter((_, at) => at !== i))}
            >
              <Icon name="cross" size={14} />
            </button>
            {errorAt(i) === undefined ? null : (
              <p role="alert" className={styles.error}>
                {errorAt(i)}
              </p>
            )}
          </div>
        );
      })}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...rules, { direction: 'in', prefix: '', replace: '' }])}
        >
          {t('trunks.add-rule')}
        </Button>
      </div>
    </div>
  );
}
