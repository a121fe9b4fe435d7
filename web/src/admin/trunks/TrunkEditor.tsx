// One trunk: where it is, who may come in by it, its account, how we are named to it, and how digits are rewritten.
import type { Trunk, TrunkView } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { ChoiceField, Group, NumberField, Pair, SecretField, SwitchField, TextField } from '../form/Fields.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { TrunkRules } from './TrunkRules.tsx';
import { NEW_TRUNK, sentOf, usualPort, valuesOf, type TrunkValues } from './trunk-form.ts';
import { TestCall } from './TestCall.tsx';
import { TrunkServers } from './TrunkServers.tsx';
import { TrunkState } from './TrunkState.tsx';

const ENCRYPTION = ['off', 'offered', 'required'] as const;

export function TrunkEditor({ trunk, mayWrite, close }: { trunk: TrunkView | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('trunks');
  const form = useForm<TrunkValues, Trunk>({
    initial: trunk ? valuesOf(trunk) : NEW_TRUNK,
    isNew: trunk === null,
    save: (changed, values) => (trunk ? acts.change(trunk.id, sentOf(changed)) : acts.make(sentOf(values))),
    saved: (made, before) => {
      // A password that was replaced is known to nobody any more.
      tellSaved(t('form.saved', { name: made.name }), 'account' in before ? null : undo('trunk', made.id));
      close();
    },
    at: { 'trunk.exists': 'name', 'trunk.no-password': 'account', 'trunk.encryption-needs-tls': 'encryption' },
  });
  const { values, set, errorAt } = form;
  const { account } = values;
  return (
    <EditDrawer
      title={trunk ? trunk.name : t('trunks.new')}
      under={trunk?.state?.detail || undefined}
      form={form}
      isNew={trunk === null}
      mayWrite={mayWrite}
      close={close}
      remove={trunk ? { sure: t('trunks.sure'), run: () => acts.remove(trunk.id), done: close } : undefined}
      history={trunk ? { kind: 'trunk', id: trunk.id } : undefined}
      after={trunk && mayWrite ? <TestCall trunk={trunk.id} /> : undefined}
      wide
    >
      {trunk ? (
        <div>
          <TrunkState trunk={trunk} />
        </div>
      ) : null}
      {trunk?.state?.targets === undefined ? null : <TrunkServers servers={trunk.state.targets} />}
      <TextField
        label={t('form.name')}
        hint={t('trunks.name-text')}
        mono
        autoFocus={trunk === null}
        value={values.name}
        error={errorAt('name')}
        onChange={(name) => set({ name })}
      />
      <Pair>
        <TextField label={t('trunks.host')} value={values.host} error={errorAt('host')} onChange={(host) => set({ host })} />
        <ChoiceField
          label={t('trunks.lookup')}
          hint={t(`trunks.lookup-text.${values.lookup}`)}
          value={values.lookup}
          choices={(['host', 'srv', 'naptr'] as const).map((value) => ({ value, label: t(`trunks.lookups.${value}`) }))}
          onChange={(lookup) => set({ lookup })}
        />
        {values.lookup === 'host' ? (
          <NumberField
            label={t('trunks.port')}
            min={1}
            max={65_535}
            value={values.port}
            error={errorAt('port')}
            onChange={(port) => set({ port })}
          />
        ) : null}
        <ChoiceField
          label={t('trunks.transport')}
          value={values.transport}
          choices={[
            { value: 'udp', label: 'UDP' },
            { value: 'tcp', label: 'TCP' },
            { value: 'tls', label: 'TLS' },
          ]}
          // Each has its well-known port (RFC 3261, section 19.1.2); another one stays.
          onChange={(transport) =>
            set({ transport, ...(values.port === usualPort(values.transport) ? { port: usualPort(transport) } : {}) })
          }
        />
        <TextField
          label={t('numbers.country')}
          hint={t('trunks.country-text')}
          maxLength={2}
          value={values.country}
          error={errorAt('country')}
          onChange={(country) => set({ country: country.toUpperCase() })}
        />
      </Pair>
      <TextField
        label={t('trunks.addresses')}
        hint={t('trunks.addresses-text')}
        mono
        value={values.addresses}
        error={errorAt('addresses')}
        onChange={(addresses) => set({ addresses })}
      />
      <Pair>
        <NumberField
          label={t('trunks.priority')}
          hint={t('trunks.priority-text')}
          min={1}
          max={100}
          value={values.priority}
          error={errorAt('priority')}
          onChange={(priority) => set({ priority })}
        />
      </Pair>
      <ChoiceField
        label={t('encryption.title')}
        hint={t('encryption.text')}
        value={values.encryption}
        error={errorAt('encryption')}
        choices={ENCRYPTION.map((value) => ({ value, label: t(`encryption.of.${value}`) }))}
        onChange={(encryption) => set({ encryption })}
      />
      <SwitchField label={t('trunks.check')} hint={t('trunks.check-text')} value={values.check} onChange={(check) => set({ check })} />
      <Group title={t('trunks.account')}>
        <SwitchField
          label={t('trunks.has-account')}
          hint={t('trunks.account-text')}
          value={account !== null}
          onChange={(on) => set({ account: on ? { username: '', password: '', register: true, expiresS: 600 } : null })}
        />
        {account === null ? null : (
          <>
            <Pair>
              <TextField
                label={t('trunks.username')}
                value={account.username}
                error={account.username === '' && errorAt('account') !== undefined ? t('form.needed') : errorAt('account/username')}
                onChange={(username) => set({ account: { ...account, username } })}
              />
              <SecretField
                label={t('trunks.password')}
                hint={trunk?.account ? t('trunks.password-text') : undefined}
                value={account.password}
                error={account.username !== '' && account.password === '' ? errorAt('account') : undefined}
                onChange={(password) => set({ account: { ...account, password } })}
              />
            </Pair>
            <SwitchField
              label={t('trunks.register')}
              hint={t('trunks.register-text')}
              value={account.register}
              onChange={(register) => set({ account: { ...account, register } })}
            />
          </>
        )}
      </Group>
      <Group title={t('trunks.caller')}>
        <ChoiceField
          label={t('trunks.from')}
          value={values.caller.from}
          choices={(['number', 'account'] as const).map((value) => ({ value, label: t(`trunks.from-${value}`) }))}
          onChange={(from) => set({ caller: { ...values.caller, from } })}
        />
        <SwitchField
          label={t('trunks.assert')}
          hint={t('trunks.assert-text')}
          value={values.caller.assert}
          onChange={(assert) => set({ caller: { ...values.caller, assert } })}
        />
      </Group>
      <Group title={t('trunks.rules')} text={t('trunks.rules-text')}>
        <TrunkRules rules={values.rules} errorAt={(i) => errorAt(`rules/${i}`)} onChange={(rules) => set({ rules })} />
      </Group>
    </EditDrawer>
  );
}
