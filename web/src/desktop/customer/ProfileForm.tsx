// Who somebody is: name, level, who looks after him, tags, note. Naming an unknown caller makes him a customer.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Customer } from '@tandem/contract/api/customers.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentNamesQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { changeCustomer, setCustomerNumbers } from '../../api/directory.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './CustomerPanel.module.css';

const LEVELS = ['platinum', 'gold', 'vip', 'standard'] as const;

type ProfileFormProps = { customer: Customer; address: string; close: () => void };

/** `address`: the number of the contact; a customer who has none gets it. */
export function ProfileForm({ customer, address, close }: ProfileFormProps): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [name, setName] = useState(customer.known ? customer.name : '');
  const [level, setLevel] = useState(customer.level ?? '');
  const user = useUser();
  const [owner, setOwner] = useState(customer.owner ?? '');
  const { data: agents = [] } = useQuery({ ...agentNamesQuery(api), enabled: mayDo(user, 'agents:read') });
  const [tags, setTags] = useState(customer.tags.join(', '));
  const [note, setNote] = useState(customer.note);
  const save = useMutation({
    mutationFn: async () => {
      const words = [
        ...new Set(
          tags
            .split(/[,，、]/)
            .map((tag) => tag.trim())
            .filter(Boolean),
        ),
      ];
      const profile = { name: name.trim(), level: level === '' ? null : level, tags: words, note: note.trim() };
      await changeCustomer(api, customer.id, owner === (customer.owner ?? '') ? profile : { ...profile, owner: ownerOf(owner) });
      if (customer.identities.length === 0 && /\d/.test(address)) await setCustomerNumbers(api, customer.id, [address]);
    },
    onSuccess: close,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['customer', customer.id] });
      void queries.invalidateQueries({ queryKey: ['interaction'] });
    },
  });
  const ready = name.trim() !== '' && !save.isPending;
  const words = save.error ? errorWords(save.error) : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  const levels = level === '' || LEVELS.some((each) => each === level) ? LEVELS : [...LEVELS, level];
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={t('desk.customer.name')}
        autoFocus
        required
        withAsterisk={false}
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('desk.customer.level')}
        value={level}
        data={[
          { value: '', label: t('desk.customer.no-level') },
          ...levels.map((each) => ({ value: each, label: LEVELS.some((known) => known === each) ? t(`level.${each}`) : each })),
        ]}
        onChange={(event) => setLevel(event.currentTarget.value)}
      />
      {agents.length > 0 ? (
        <NativeSelect
          label={t('desk.customer.owner')}
          value={owner}
          data={[{ value: '', label: t('desk.customer.no-owner') }, ...agents.map(({ id, name: label }) => ({ value: id, label }))]}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
      ) : null}
      <TextInput
        label={t('desk.customer.tags')}
        maxLength={400}
        autoComplete="off"
        value={tags}
        onChange={(event) => setTags(event.currentTarget.value)}
      />
      <Textarea
        label={t('desk.customer.note')}
        rows={2}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <div className={styles.buttons}>
        <Button size="xs" type="submit" disabled={!ready} loading={save.isPending}>
          {t('desk.customer.save')}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {t('desk.customer.cancel')}
        </Button>
      </div>
    </form>
  );
}

const ownerOf = (chosen: string): Customer['owner'] => (chosen === '' ? null : (chosen as Customer['owner']));
