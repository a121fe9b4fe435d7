// The limits of one kind of alert; of a queue, whether it has its own.
import { Checkbox, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Limits.module.css';
import { complete, shownAt, typedAt, type Field, type Group } from './limits.ts';

type LimitGroupProps = {
  group: Group;
  fields: readonly Field[];
  /** Null: as everywhere. */
  values: object | null;
  /** Of everywhere. */
  usual: object;
  change: (values: object) => void;
  /** Null: it is about everywhere. */
  own: ((on: boolean) => void) | null;
};

export function LimitGroup({ group, fields, values, usual, change, own }: LimitGroupProps): ReactNode {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t(`alerts.limit.${group}.title`)}</legend>
      <p className={styles.lead}>{t(`alerts.limit.${group}.text`)}</p>
      {own === null ? null : (
        <Checkbox label={t('alerts.limits-own-here')} checked={values !== null} onChange={(event) => own(event.currentTarget.checked)} />
      )}
      <div className={styles.fields}>
        {fields.map((field) => {
          const shown = shownAt(values ?? usual, field);
          return (
            <TextInput
              // What is being typed stays as it is typed; it begins anew where other limits are shown.
              key={`${field.path.join('.')} ${values === null ? shown : 'own'}`}
              label={t(`alerts.limit.${group}.${field.path.join('-')}`)}
              rightSection={<span className={styles.unit}>{t(`alerts.unit.${field.unit}`)}</span>}
              rightSectionWidth={64}
              inputMode="decimal"
              disabled={values === null}
              defaultValue={shown}
              error={values !== null && !complete(values) && shown === '' ? t('alarms.no-number') : null}
              onChange={(event) => values !== null && change(typedAt(values, field, event.currentTarget.value))}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
