// What a form holds: its values against what is saved, the API's complaints at the fields they are about, and saving only what was changed.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, errorWords } from '../../api/problem.ts';
import { changedFields, faultsOf, type Faults } from './fields.ts';

export type Form<V extends object> = {
  values: V;
  set: (patch: Partial<V>) => void;
  /** The complaint about a field, by its path in the body: `name`, `serviceLevel/target`. */
  errorAt: (path: string) => string | undefined;
  /** What went wrong and has no field. */
  problem: string | null;
  dirty: boolean;
  saving: boolean;
  submit: () => void;
  /** Somebody else saved it while it is being changed here. */
  overtaken: boolean;
};

export type FormOptions<V extends object, R> = {
  /** As it is saved now; for a new one, its first values. */
  initial: V;
  /** A new one is saved whole, even where nothing was changed. */
  isNew: boolean;
  save: (changed: Partial<V>, values: V) => Promise<R>;
  /** `before`: the former values of the fields that were changed. */
  saved: (result: R, before: Partial<V>) => void;
  /** Codes that are about one field: `{ 'queue.exists': 'key' }`. */
  at?: Readonly<Record<string, keyof V & string>>;
};

export function useForm<V extends object, R>({ initial, isNew, save, saved, at = {} }: FormOptions<V, R>): Form<V> {
  const { t } = useTranslation();
  const [base, setBase] = useState(initial);
  const [values, setValues] = useState(initial);
  const changed = changedFields(base, values);
  const dirty = Object.keys(changed).length > 0;
  const saving = useMutation({
    mutationFn: () => save(changed, values),
    onSuccess: (result) => {
      const before = Object.fromEntries(Object.keys(changed).map((key) => [key, base[key as keyof V]])) as Partial<V>;
      setBase(values);
      saved(result, before);
    },
  });

  const fresh = JSON.stringify(initial);
  const [seen, setSeen] = useState(fresh);
  const overtaken = dirty && !saving.isPending && fresh !== JSON.stringify(base);
  // What others saved is taken over as soon as nothing would be lost by it.
  if (seen !== fresh && !dirty) {
    setSeen(fresh);
    setBase(initial);
    setValues(initial);
  }

  const faults: Faults = saving.error ? faultsOf(saving.error, Object.keys(values), at) : { fields: [], rest: [], word: false };
  const words = saving.error ? errorWords(saving.error) : null;
  const sentence = words
    ? (words.detail ?? (saving.error instanceof ApiError ? saving.error.problem?.title : undefined) ?? t(words.key))
    : null;
  return {
    values,
    set: (patch) => setValues((now) => ({ ...now, ...patch })),
    errorAt: (path) => faults.fields.find((each) => each.path === path || each.path.startsWith(`${path}/`))?.message,
    problem:
      saving.error === null
        ? null
        : faults.word
          ? [t('form.check'), ...faults.rest].join(' ')
          : [sentence, ...faults.rest].filter(Boolean).join(' '),
    dirty,
    saving: saving.isPending,
    submit: () => (isNew || dirty ? saving.mutate() : undefined),
    overtaken,
  };
}
