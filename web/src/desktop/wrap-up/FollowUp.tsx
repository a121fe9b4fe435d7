// What comes after the contact: a call-back at a time, a matter that holds what is to be done.
// Its sheet comes with it: the first load has no such box.
import '@mantine/core/styles/Checkbox.css';
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewMatter } from '../../api/matters.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import styles from './WrapUp.module.css';

export type Follow = { callback: boolean; at: string; matter: boolean; title: string; kind: NewMatter['kind'] };
export const NO_FOLLOW: Follow = { callback: false, at: '', matter: false, title: '', kind: 'ticket' };

export const KINDS = ['order', 'complaint', 'ticket', 'other'] as const;

/** A call-back without a time comes as soon as it is its turn; a matter needs words. */
export function followReady({ callback, at, matter, title }: Follow, now: number): boolean {
  if (callback && at !== '' && !(new Date(at).getTime() > now)) return false;
  return !matter || title.trim() !== '';
}

type FollowUpProps = { value: Follow; change: (part: Partial<Follow>) => void; mayCall: boolean; mayOpen: boolean };

export function FollowUp({ value, change, mayCall, mayOpen }: FollowUpProps): ReactNode {
  const { t } = useTranslation();
  const now = useServerNow();
  const past = value.callback && value.at !== '' && !(new Date(value.at).getTime() > now);
  if (!mayCall && !mayOpen) return null;
  return (
    <fieldset className={styles.follow}>
      <legend className="hidden-text">{t('desk.wrap-up.follow')}</legend>
      {mayCall ? (
        <Checkbox
          label={t('desk.wrap-up.callback')}
          checked={value.callback}
          onChange={(event) => change({ callback: event.currentTarget.checked })}
        />
      ) : null}
      {mayCall && value.callback ? (
        <TextInput
          type="datetime-local"
          label={t('callbacks.when')}
          description={t('callbacks.when-text')}
          value={value.at}
          error={past ? t('callbacks.past') : null}
          onChange={(event) => change({ at: event.currentTarget.value })}
        />
      ) : null}
      {mayOpen ? (
        <Checkbox
          label={t('desk.wrap-up.matter')}
          checked={value.matter}
          onChange={(event) => change({ matter: event.currentTarget.checked })}
        />
      ) : null}
      {mayOpen && value.matter ? (
        <div className={styles.pair}>
          <TextInput
            label={t('matter.about')}
            maxLength={200}
            value={value.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('matter.which')}
            value={value.kind}
            data={KINDS.map((kind) => ({ value: kind, label: t(`matter.kind.${kind}`) }))}
            onChange={(event) => change({ kind: KINDS.find((each) => each === event.currentTarget.value) ?? 'other' })}
          />
        </div>
      ) : null}
    </fieldset>
  );
}
