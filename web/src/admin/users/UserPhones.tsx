// The phones of an agent: added, given a new password, taken away. A password is shown once.
import { Button, TextInput } from '@mantine/core';
import type { Device } from '@tandem/contract/api/devices.ts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { change, makeDevice, newDevicePassword, remove } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { ChoiceField, Group } from '../form/Fields.tsx';
import { useList, useReadAgain } from '../form/use-list.ts';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';
import own from './UserPhones.module.css';

export function UserPhones({ agent, mayWrite }: { agent: string; mayWrite: boolean }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const readAgain = useReadAgain();
  const devices = useList('devices');
  const [username, setUsername] = useState('');
  const [secret, setSecret] = useState<{ username: string; password: string } | null>(null);
  const add = useMutation({
    mutationFn: () => makeDevice(api, { username: username.trim(), agent }),
    onSuccess: ({ device, password }) => {
      setUsername('');
      setSecret({ username: device.username, password });
      return readAgain();
    },
  });
  const renew = useMutation({
    mutationFn: (device: Device) => newDevicePassword(api, device.id),
    onSuccess: ({ device, password }) => setSecret(password === null ? null : { username: device.username, password }),
  });
  const encrypt = useMutation({
    mutationFn: ({ id, encryption }: Pick<Device, 'id' | 'encryption'>) => change(api, 'devices', id, { encryption }),
    onSuccess: readAgain,
  });
  const drop = useMutation({ mutationFn: (device: Device) => remove(api, 'devices', device.id), onSuccess: readAgain });
  const phones = devices.data?.filter((device) => device.agent === agent && device.kind === 'phone') ?? [];
  return (
    <Group title={t('phones.title')} text={t('phones.text')}>
      {secret === null ? null : (
        <div role="status" className={own.secret}>
          <p>{t('phones.secret', { username: secret.username })}</p>
          <code className={styles.secret}>{secret.password}</code>
        </div>
      )}
      <ul className={own.list}>
        {phones.map((device) => (
          <li key={device.id} className={own.row}>
            <code className={own.name}>{device.username}</code>
            {mayWrite ? (
              <>
                <ChoiceField
                  hideLabel
                  label={`${t('encryption.title')}: ${device.username}`}
                  value={encrypt.isPending && encrypt.variables.id === device.id ? encrypt.variables.encryption : device.encryption}
                  choices={(['off', 'offered', 'required'] as const).map((value) => ({ value, label: t(`encryption.short.${value}`) }))}
                  onChange={(encryption) => encrypt.mutate({ id: device.id, encryption })}
                />
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t('phones.renew')}: ${device.username}`}
                  loading={renew.isPending && renew.variables.id === device.id}
                  onClick={() => renew.mutate(device)}
                >
                  {t('phones.renew')}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t('form.remove')}: ${device.username}`}
                  loading={drop.isPending && drop.variables.id === device.id}
                  onClick={() => drop.mutate(device)}
                >
                  {t('form.remove')}
                </Button>
              </>
            ) : null}
          </li>
        ))}
        {phones.length === 0 ? <li className={styles.soft}>{t('phones.none')}</li> : null}
      </ul>
      {mayWrite && phones.length > 0 ? <p className={styles.soft}>{t('encryption.text')}</p> : null}
      <Problem text={words(add.error ?? renew.error ?? encrypt.error ?? drop.error)} />
      {mayWrite ? (
        <div className={own.add}>
          <TextInput
            label={t('phones.username')}
            value={username}
            maxLength={63}
            autoComplete="off"
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <Button variant="default" loading={add.isPending} disabled={username.trim() === ''} onClick={() => add.mutate()}>
            {t('phones.add')}
          </Button>
        </div>
      ) : null}
    </Group>
  );
}
