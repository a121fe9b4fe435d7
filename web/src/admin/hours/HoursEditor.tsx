// One set of opening hours: its week, its special days, its zone, and saying by hand that it is open or closed.
import type { Hours } from '@tandem/contract/api/hours.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hoursNowQuery } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { hoursPreviewQuery } from '../../api/hours.ts';
import { tenantText } from '../../ui/format.ts';
import { Segments } from '../../ui/Segments.tsx';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { named, textOf } from '../form/fields.ts';
import { Group, TextField } from '../form/Fields.tsx';
import { KeyField, NameFields } from '../form/NameAndKey.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { CalendarImport } from './CalendarImport.tsx';
import { useDayName } from './day-names.ts';
import { HoursYear } from './HoursYear.tsx';
import { Ranges } from './Ranges.tsx';
import styles from './Ranges.module.css';
import { SpecialDays } from './SpecialDays.tsx';
import { byDay, DAYS, toWeek } from './week.ts';

type Values = Pick<Hours, 'key' | 'name' | 'zone' | 'week' | 'special' | 'override'>;

const newHours = (): Values => ({
  key: '',
  name: {},
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
  special: [],
  override: null,
});

export function HoursEditor({ hours, mayWrite, close }: { hours: Hours | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('hours');
  const dayName = useDayName();
  const form = useForm<Values, Hours>({
    initial: hours ? valuesOf(hours) : newHours(),
    isNew: hours === null,
    save: (changed, { override: _, ...values }) =>
      hours
        ? acts.change(hours.id, changed.name ? { ...changed, name: textOf(changed.name) } : changed)
        : acts.make({ ...values, ...named(values) }),
    saved: (made) => {
      tellSaved(t('form.saved', { name: tenantText(made.name, i18n.language) }), undo('hours', made.id));
      close();
    },
    at: { 'hours.exists': 'key' },
  });
  const { values, set, errorAt } = form;
  const days = byDay(values.week);
  const { zone, week, special } = values;
  const [opening] = useDebouncedValue({ zone, week, special }, 400);
  const year = useQuery(hoursPreviewQuery(useApi(), opening)).data;
  const fault = (at: number | null): string | undefined => {
    const found = year?.faults.find((each) => each.special === at);
    if (!found) return undefined;
    return t(`hours-year.fault.${found.why ?? found.kind}`, { part: found.part });
  };
  return (
    <EditDrawer
      title={hours ? tenantText(hours.name, i18n.language) : t('hours.new')}
      under={hours ? <NowText hours={hours} /> : undefined}
      form={form}
      isNew={hours === null}
      mayWrite={mayWrite}
      close={close}
      remove={hours ? { sure: t('hours.sure'), run: () => acts.remove(hours.id), done: close } : undefined}
      history={hours ? { kind: 'hours', id: hours.id } : undefined}
      wide
    >
      <NameFields form={form} autoFocus={hours === null} />
      {hours === null ? (
        <KeyField form={form} />
      ) : (
        <Segments
          label={t('hours.by-hand')}
          showLabel
          options={(['plan', 'open', 'closed'] as const).map((value) => ({ value, label: t(`hours.hand-${value}`) }))}
          value={values.override?.state ?? 'plan'}
          onChange={(state) => set({ override: state === 'plan' ? null : { state, until: null } })}
        />
      )}
      <Group title={t('hours.week')}>
        <div>
          {DAYS.map((day) => (
            <div key={day} className={styles.day}>
              <span>{dayName(day, 'long')}</span>
              <Ranges
                label={dayName(day, 'long')}
                ranges={days[day]}
                onChange={(ranges) => set({ week: toWeek({ ...days, [day]: ranges }) })}
              />
            </div>
          ))}
        </div>
        {errorAt('week') === undefined ? null : <p role="alert">{errorAt('week')}</p>}
      </Group>
      <Group title={t('hours.special')} text={t('hours.special-text')}>
        {mayWrite ? <CalendarImport zone={zone} special={special} add={(more) => set({ special: [...special, ...more] })} /> : null}
        <SpecialDays
          days={special}
          onChange={(changed) => set({ special: changed })}
          errorAt={(i) => errorAt(`special/${i}`) ?? fault(i)}
        />
      </Group>
      <Group title={t('hours-year.title')} text={t('hours-year.text')}>
        {year === undefined ? null : year.faults.length > 0 ? (
          <p role="alert">{t('hours-year.faulty', { count: year.faults.length })}</p>
        ) : (
          <HoursYear preview={year} special={opening.special} />
        )}
      </Group>
      <Group title={t('hours.zone-title')}>
        <TextField
          label={t('hours.zone')}
          hint={t('hours.zone-text')}
          value={values.zone}
          error={errorAt('zone') ?? fault(null)}
          maxLength={60}
          list={ZONES}
          onChange={(zone) => set({ zone })}
        />
      </Group>
    </EditDrawer>
  );
}

const ZONES = Intl.supportedValuesOf('timeZone');
const valuesOf = ({ key, name, zone, week, special, override }: Hours): Values => ({ key, name, zone, week, special, override });

/** What holds at this moment, and why. */
function NowText({ hours }: { hours: Hours }): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useQuery(hoursNowQuery(useApi(), hours.id)).data;
  if (!now) return hours.key;
  const why = now.overridden ? t('hours.why-hand') : now.day === null ? null : tenantText(now.day, i18n.language);
  return [t(`hours.now.${now.state}`), why].filter(Boolean).join(' · ');
}
