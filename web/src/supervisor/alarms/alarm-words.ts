// What an alarm is about, in the reader's language.
import type { TFunction } from 'i18next';
import type { Alarm, LiveMeasure } from '../../api/floor.ts';
import { tenantText } from '../../ui/format.ts';
import { measureText } from '../measures/measure-text.ts';

type AlarmWords = { name: string; where: string; value: string; limit: string };

/** `where` is the queue or the floor; of a talk that sounds badly, the agent, empty where he is not known. */
export function alarmWords(alarm: Alarm, measures: readonly LiveMeasure[], t: TFunction, language: string): AlarmWords {
  const { contact, queue } = alarm;
  if (contact !== null) {
    const [value, limit] = [alarm.value, alarm.limit].map((mos) => (mos ?? 0).toFixed(1)) as [string, string];
    return { name: t('room.sound'), where: contact.agent?.name ?? '', value: `MOS ${value}`, limit };
  }
  const measure = measures.find(({ id }) => id === alarm.measure);
  const text = (value: number | null) => measureText(measure?.unit ?? 'contacts', value, language);
  return {
    name: measure ? tenantText(measure.name, language) : alarm.measure,
    where: queue === null ? t('measures.floor') : queue.name || t('alarms.queue-gone'),
    value: text(alarm.value),
    limit: text(alarm.limit),
  };
}
