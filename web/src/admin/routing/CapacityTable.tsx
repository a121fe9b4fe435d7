// Part of the routing rules: how many contacts of each channel an agent has at once, and what may come on top of what.
import { Checkbox } from '@mantine/core';
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import { WORK_CHANNELS, type WorkChannel } from '@tandem/contract/routing.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SmallNumber } from '../form/SmallNumber.tsx';
import own from './RoutingRules.module.css';

type Props = { values: Pick<RoutingRules, 'most' | 'interrupts'>; set: (part: Partial<RoutingRules>) => void };

export function CapacityTable({ values, set }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={own.scroll}>
      <table className={own.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('rules.has')}</th>
            <th scope="col">{t('rules.most')}</th>
            {WORK_CHANNELS.map((channel) => (
              <th key={channel} scope="col">
                {t('rules.on-top', { channel: t(`rules.channel.${channel}`) })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WORK_CHANNELS.map((channel) => (
            <CapacityRow key={channel} channel={channel} values={values} set={set} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CapacityRow({ channel, values: { most, interrupts }, set }: Props & { channel: WorkChannel }): ReactNode {
  const { t } = useTranslation();
  const name = t(`rules.channel.${channel}`);
  const allowed = interrupts[channel];
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <SmallNumber
          label={t('rules.most-of', { channel: name })}
          min={channel === 'voice' ? 1 : 0}
          max={50}
          value={most[channel]}
          onChange={(next) => set({ most: { ...most, [channel]: next } })}
        />
      </td>
      {WORK_CHANNELS.map((other) => (
        <td key={other}>
          {other === channel ? null : (
            <Checkbox
              aria-label={t('rules.may', { other: t(`rules.channel.${other}`), channel: name })}
              checked={allowed.includes(other)}
              onChange={({ currentTarget: { checked } }) =>
                set({ interrupts: { ...interrupts, [channel]: checked ? [...allowed, other] : allowed.filter((each) => each !== other) } })
              }
            />
          )}
        </td>
      ))}
    </tr>
  );
}
