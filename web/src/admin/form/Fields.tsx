// The fields that every administrator's form is made of: a label, what it means, and the API's complaint where there is one.
import { NativeSelect, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Fields.module.css';

type Common = { label: string; hint?: string | undefined; error?: string | undefined };

export function TextField({
  label,
  hint,
  error,
  value,
  onChange,
  ...rest
}: Common & {
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  required?: boolean;
  disabled?: boolean;
  maxLength?: number;
  placeholder?: string;
  type?: 'text' | 'email';
  mono?: boolean;
  /** What it may well be; anything else may be typed. */
  list?: readonly string[];
}): ReactNode {
  const { mono, list, ...input } = rest;
  const id = useId();
  const field = (
    <TextInput
      label={label}
      description={hint}
      error={error}
      withAsterisk={false}
      value={value}
      autoComplete="off"
      spellCheck={false}
      classNames={mono ? { input: styles.mono! } : {}}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...input}
      {...(list ? { list: id } : {})}
    />
  );
  if (!list) return field;
  return (
    <>
      {field}
      <datalist id={id}>
        {list.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}

export function SecretField({
  label,
  hint,
  error,
  value,
  onChange,
}: Common & { value: string; onChange: (value: string) => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={label}
      description={hint}
      error={error}
      value={value}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('login.show-password') }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Whole numbers; empty is null. `per` turns what is kept into what is shown: 1000 for milliseconds told in seconds. */
export function NumberField({
  label,
  hint,
  error,
  value,
  onChange,
  per = 1,
  exact = false,
  unit,
  min,
  max,
  placeholder,
}: Common & {
  value: number | null;
  onChange: (value: number | null) => void;
  per?: number;
  /** What is kept need not be whole: a share that is shown in percent. */
  exact?: boolean;
  unit?: string;
  min?: number;
  max?: number;
  placeholder?: string;
}): ReactNode {
  return (
    <TextInput
      type="number"
      inputMode="numeric"
      label={label}
      description={hint}
      error={error}
      value={value === null ? '' : String(Math.round((value / per) * 1e6) / 1e6)}
      rightSection={unit === undefined ? undefined : <span className={styles.unit}>{unit}</span>}
      rightSectionWidth={unit === undefined ? 0 : 64}
      rightSectionPointerEvents="none"
      classNames={{ input: styles.number! }}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const kept = Number(text) * per;
        onChange(text === '' ? null : exact ? Math.round(kept * 1e6) / 1e6 : Math.round(kept));
      }}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  );
}

export type Choice<V extends string> = { value: V; label: string };

export function ChoiceField<V extends string>({
  label,
  hint,
  error,
  value,
  choices,
  onChange,
  hideLabel = false,
}: Common & { value: V; choices: readonly Choice<V>[]; onChange: (value: V) => void; hideLabel?: boolean }): ReactNode {
  return (
    <NativeSelect
      {...(hideLabel ? { 'aria-label': label } : { label })}
      description={hint}
      error={error}
      data={[...choices]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as V)}
    />
  );
}

export function SwitchField({
  label,
  hint,
  value,
  onChange,
}: Omit<Common, 'error'> & { value: boolean; onChange: (value: boolean) => void }): ReactNode {
  return (
    <Switch
      label={label}
      description={hint}
      classNames={{ description: styles.beside! }}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** Fields that belong together under one heading. */
export function Group({ title, text, children }: { title: string; text?: string; children: ReactNode }): ReactNode {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{title}</legend>
      {text === undefined ? null : <p className={styles.text}>{text}</p>}
      {children}
    </fieldset>
  );
}

export function Pair({ children }: { children: ReactNode }): ReactNode {
  return <div className={styles.pair}>{children}</div>;
}
